"""What is said in German and Dutch to instruct a model."""

from __future__ import annotations

from briefing.fence.tongues.tongue import Tongue

GERMAN = Tongue(
    always="systemprompt|system-prompt|systemnachricht|neue anweisung:|neue anweisungen:|neue aufgabe:|als ki-modell"
    "|als ki-assistent|als ki-sprachmodell|als sprachmodell|entwicklermodus|ende des artikels|ende des textes"
    "|deine anweisungen|deine neue aufgabe|deine neue rolle|diese anweisung|diese anweisungen|antworte nur"
    "|antworte ausschließlich|antworten sie nur|schreibe nur|gib nur",
    opening="schreibe|schreib|schreiben sie|antworte|antworten sie|ignoriere|ignorieren sie|wiederhole|wiederholen sie"
    "|lobe|erwähne|vergiss|ergänze|übersetze|gib aus",
    ignore="ignoriere|ignorieren sie|ignoriert|vergiss|vergessen sie|vergesst|missachte|missachten sie|beachte nicht"
    "|befolge nicht|überspringe",
    orders="den artikel|diesen artikel|den text|anweisung|anweisungen|instruktionen|vorgaben|regeln|befehle|prompt|prompts"
    "|richtlinien|anleitung|aufgabe",
    before="oben|obige|obigen|bisherige|bisherigen|vorherige|vorherigen|davor|vorangegangene|vorangegangenen|alles, was"
    "|rest des artikels",
    say="schreibe|schreib|schreiben sie|sage|sag|sagen sie|nenne|erwähne|füge|ergänze|gib|geben sie|beginne|beende"
    "|beginnen sie|beenden sie|antworte|wiederhole|übersetze|fasse|drucke|verrate|zeige|lobe|empfiehl|setze|nimm|baue"
    "|sagen|schreiben|erwähnen|nennen|enthalten|beginnen|enden|loben|empfehlen|ausgeben|antworten",
    target="deine zusammenfassung|deiner zusammenfassung|ihre zusammenfassung|ihrer zusammenfassung|der zusammenfassung"
    "|die zusammenfassung|jede zusammenfassung|deine antwort|deiner antwort|deine ausgabe|deiner ausgabe|folgenden satz"
    "|folgenden text|folgende wörter|diesen satz|den satz|die worte|wortwörtlich|wort für wort|nichts anderes|sonst nichts"
    "|den lesern|dem leser|dem nutzer",
    own="deine zusammenfassung|deiner zusammenfassung|ihre zusammenfassung|jede zusammenfassung|zusammenfassung dieses"
    "|deine antwort|deine ausgabe",
    summary="die zusammenfassung|eine zusammenfassung|zusammenfassungen",
    must="muss|müssen|soll|sollen|sollte|sollten|darf nur|hat zu|haben zu|lautet:",
    machine="ki|kis|ki-system|ki-systeme|ki-modell|ki-modelle|ki-assistent|ki-assistenten|künstliche intelligenz"
    "|sprachmodell|sprachmodelle|chatbot|chatbots|assistent|assistenten|chatgpt|llm|llms|bot|zusammenfasser|pirat",
    any="alle ki|jede ki|alle kis|alle ki-systeme|alle sprachmodelle|jedes sprachmodell|alle chatbots|alle assistenten"
    "|zusammenfasser",
    reading="lesen|liest|zusammenfassen|zusammenfasst|verarbeiten|verarbeitet|auswerten|auswertet",
    text="diesen text|diesen artikel|diese seite|diese meldung|dies|dieses",
    note="hinweis an|hinweis für|nachricht an|anweisung an|anweisung für|anweisungen an|anweisungen für|mitteilung an"
    "|achtung|liebe|hallo|an alle",
    whether="wenn du|falls du|bist du|wenn sie|falls sie",
    are="du bist|sie sind jetzt|sie sind nun|ab jetzt bist|ab sofort bist|von nun an bist|tu so|stell dir vor, du bist"
    "|verhalte dich wie|handle als",
    hush="erwähne nicht|erwähne|verrate|sag|sage|teile|nenne|fasse|statt einer zusammenfassung"
    "|anstatt einer zusammenfassung|wenn du diesen|wenn du das|falls du diesen",
    whom="dem nutzer nicht|den nutzern nicht|dem leser nicht|den lesern nicht|dem leser nichts|dem nutzer nichts"
    "|diese anweisung nicht|diesen hinweis nicht|nicht zusammen|niemandem|zusammenfasst|schreib|schreibe",
    void="gelten nicht mehr|gilt nicht mehr|sind aufgehoben|sind ungültig|wurde geändert|hat sich geändert",
)

DUTCH = Tongue(
    always="systeemprompt|systeemopdracht|systeembericht|nieuwe instructie:|nieuwe instructies:|nieuwe opdracht:"
    "|als ai-model|als ai-assistent|als taalmodel|ontwikkelaarsmodus|einde van het artikel|einde van de tekst"
    "|je instructies|jouw instructies|je nieuwe taak|jouw nieuwe taak|deze instructie|deze instructies|antwoord alleen"
    "|antwoord uitsluitend|schrijf alleen|schrijf uitsluitend|geef alleen",
    opening="schrijf|negeer|herhaal|vertaal|antwoord met",
    ignore="negeer|negeert|vergeet|volg niet|let niet op|houd geen rekening",
    orders="het artikel|dit artikel|deze tekst|instructies|instructie|aanwijzingen|opdrachten|opdracht|regels|bevelen"
    "|prompt|prompts|richtlijnen|taak",
    before="hierboven|bovenstaande|daarvoor|hiervoor|voorgaande|voorafgaande|alles wat|de rest van het artikel",
    say="schrijf|zeg|noem|vermeld|voeg|geef|begin|eindig|antwoord|herhaal|vertaal|vat|druk|onthul|toon|prijs|prijzen"
    "|beveel|zet|plaats|neem|zeggen|schrijven|vermelden|bevatten|beginnen|eindigen|antwoorden|aanbevelen|noemen",
    target="je samenvatting|jouw samenvatting|uw samenvatting|de samenvatting|elke samenvatting|je antwoord|jouw antwoord"
    "|uw antwoord|volgende zin|volgende tekst|volgende woorden|deze zin|de zin|de woorden|woord voor woord|niets anders"
    "|de lezers dat|de lezer dat|de gebruiker dat",
    own="je samenvatting|jouw samenvatting|uw samenvatting|elke samenvatting|samenvatting van dit|je antwoord"
    "|jouw antwoord",
    summary="de samenvatting|een samenvatting|samenvattingen",
    must="moet|moeten|dient|dienen|mag alleen|zou moeten|zouden moeten|luidt:|is:",
    machine="ai|ai's|ai-systeem|ai-systemen|ai-model|ai-modellen|ai-assistent|ai-assistenten|kunstmatige intelligentie"
    "|taalmodel|taalmodellen|chatbot|chatbots|assistent|assistenten|chatgpt|llm|llms|robot|piraat",
    any="elke ai|alle ai|alle ai-systemen|alle taalmodellen|elk taalmodel|alle chatbots|alle assistenten",
    reading="lezen|leest|samenvat|samenvatten|verwerkt|verwerken",
    text="dit|deze tekst|dit artikel|deze pagina|dit bericht",
    note="opmerking voor|opmerking aan|bericht voor|bericht aan|boodschap voor|boodschap aan|let op|instructie voor"
    "|instructie aan|instructies voor|instructies aan|beste|hallo|aan alle|aan elke",
    whether="als je|als u|ben je",
    are="je bent|jij bent|u bent nu|u bent voortaan|vanaf nu ben|voortaan ben|vanaf nu bent|doe alsof|gedraag je als"
    "|handel als|stel je voor dat je",
    hush="vermeld|vertel|zeg|verklap|onthul|noem|vat|in plaats van een samenvatting|in plaats van samenvatten|als je dit"
    "|als u dit|als je deze",
    whom="de gebruiker niet|de gebruiker niets|gebruikers niet|de lezer niet|de lezer niets|de lezers niet|de lezers niets"
    "|deze instructie niet|dit niet aan|aan niemand|niet samen|samenvat|schrijf",
    void="gelden niet meer|zijn vervallen|zijn ingetrokken|niet langer van toepassing|is gewijzigd|is veranderd",
)
