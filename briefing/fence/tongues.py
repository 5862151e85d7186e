"""What is said to instruct a model, in ten languages: short lists of phrases, by the part that they play in an order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """Phrases of one language with ``|`` between them, in small letters; no patterns.

    Each of ``always`` is one that no news has; each ``opening`` one that no sentence of news begins with. The others tell an order only together: who is told to ``ignore`` what
    ``orders`` or what came ``before``; to ``say`` something as the ``target``; what the model's ``own`` text or a ``summary`` ``must``
    say; what a ``machine`` must, or ``any`` of them, or one that is ``reading`` this ``text``; a ``note`` to one, or a word to it
    ``whether`` it is one; what you ``are`` now; what to ``hush`` up from ``whom``; which orders are ``void``.
    """

    always: str
    opening: str
    ignore: str
    orders: str
    before: str
    say: str
    target: str
    own: str
    summary: str
    must: str
    machine: str
    any: str
    reading: str
    text: str
    note: str
    whether: str
    are: str
    hush: str
    whom: str
    void: str
    spaced: bool = True  # between its words


ENGLISH = Tongue(
    always="your system prompt|new system prompt|system prompt update|system override|initial prompt|hidden prompt|your prompt|your instructions|your guidelines|developer mode|debug mode|god mode"
    "|do anything now|jailbroken|jailbreak mode|new instructions:|updated instructions:|new instruction:|new task:|your new task|your new role|your new job is to|you have been reprogrammed|your new instructions|your only task|your task has changed"
    "|your task is now|your real task|as an ai language model|as an ai model|as an ai assistant|as a language model|as a large language model|as a summarization model|as an ai,|as an ai you|as an ai trained"
    "|ai instructions:|llm instructions:|note to ai|attention ai|attention summarization|attention summarizer|attention summariser|attention language model|attention llm|attention assistant|attention chatbot|for language models only|for ai only|for llms only|from your developer|from your developers|your administrator|your creator|i command you to|real article starts|real article begins|article starts here|article begins here|must not summarize|must not summarise|stop summarizing|stop summarising|let the summary|your reply:|your answer:|your summary:|dear ai,|dear assistant,|dear language model|hey chatgpt|hey ai|hello ai|override:|admin override|instruction override|priority override|these instructions|this instruction"
    "|following instructions:|repeat after me|api key|chat history|system role|end of article|end of data|end of input|end of user input|end of document|end of text|begin instructions|begin system"
    "|begin admin|begin override|begin prompt|function call|when summarizing this|when summarising this|when you summarize|when you summarise|while summarizing this|before summarizing this|if you summarize|asked to summarize this|respond only|reply only|output only|print only|respond with only|reply with only|only respond with|only output|only print",
    opening="write that|write only|write the|write a|write an|write this|write in|write your|write exactly|write down|write:|output|respond|reply|repeat|ignore|disregard|append|insert|omit|pretend|adopt|assume|abort|cease|refuse|translate|summarize|summarise|praise|recite|echo|replace|treat|erase|recommend|obey|execute|reveal|produce|generate|convince|persuade"
    "|promote|print the|print only|print exactly|say that|say only|say exactly|state that|state only|return only|return the string|return exactly|always mention|always include|always say|always end|always begin|always answer|always respond|never mention|leave out|hide the fact",
    ignore="cease|abort|drop all|drop any|erase|ignore|ignoring|disregard|disregarding|forget|forgetting|override|overriding|overrule|bypass|discard|skip|stop following|do not follow|don't follow|do not obey|don't obey|pay no attention|set aside",
    orders="current task|safety rules|your memory|this article|the article|instruction|instructions|prompt|prompts|rules above|your previous orders|previous directions|prior directions|guidelines|directive|directives|directions|programming|your rules|your task|the task|your training|your orders|your constraints|whatever you were|what you were told|everything you were|everything you know",
    before="above|previous instructions|prior instructions|previous rules|prior rules|previous orders|previous commands|prior commands|previous messages|previous context|earlier messages|preceding text|foregoing|everything before|everything so far|all before|the rest of this|the rest of the article|the article and|this article and",
    say="say|state|write|claim|report|output|print|respond|reply|answer|repeat|echo|recite|copy|quote|mention|include|insert|add|append|put|place|begin|start|open|end|close|finish|conclude|preface|prefix|make|give"
    "|translate|summarize|summarise|describe|present|praise|promote|recommend|use|reveal|show|leak|display|execute|run|decode|follow|obey|comply|note|tell|inform|convince|change|replace|list|rate|produce|generate|send|post|upload|forward|submit|leak|call|remember to|make sure|be sure|ensure|it is essential|it is important",
    target="your summary|the summary|any summary|every summary|each summary|a summary|summaries|your answer|your response|your reply|your output|your message|your text|your headline|your overview|every answer|every reply|every response"
    "|the output|the headline with|the headline to|your entire|your whole|the final text|the reader learns|readers learn|the following text|the following sentence|following words|the following:|the next sentence|the next line|this sentence|this exact|this text into|into your text"
    "|the words|the single word|the word|the phrase|the string|the sentence|word for word|verbatim|nothing but|nothing else|exactly:|only the following|no comment|above this line|whoever reads|text you produce|following command|following order|following code|python code|these commands|the conversation to|conversation so far|this conversation|the user's|browser tool|this link and|initial instructions|system prompt|tell readers|tell the reader|tell the user|this article into|this article as|this text as|this story as",
    own="your summary|any summary|every summary|each summary|correct summary|good summary|acceptable summary|correct response|correct output|sentence you write|text you write|anything you write|everything you write|summary of this|summary of the article|summaries of this|your answer|your response|your reply|your output|your headline|every answer|every reply|every response|your text",
    summary="the summary|a summary|summaries|the output|the headline|the overview",
    must="must|should|shall|has to|have to|needs to|need to|is to|are to|ought to|is required to|are required to|will now|may only|can only|ends with|begins with|says that|reads:|is:|includes|contains|mentions|will please|please|are instructed|is instructed",
    machine="ai|ais|artificial intelligence|llm|llms|language model|language models|chatbot|chatbots|chat bot|ai assistant|ai assistants|helpful assistant|assistant that|assistant who|assistant with|assistant without|chatgpt|gpt|summarizer|summarizers|summariser|summarisers"
    "|summarization model|summarization system|ai model|ai models|ai system|ai systems|ai agents|ai editors|ai readers|ai summarizers|ai summarisers|summary generator|summary bot|summarization bot|machine|the model|unrestricted",
    any="summarizer|summarizers|summariser|summarisers|summarization model|ai readers|ai editors|any ai|every ai|all ais|all ai systems|all ai models|any llm|all llms|any language model|every language model|all language models|any chatbot|any assistant|all assistants|the ai",
    reading="read|reads|reading|process|processes|processing|summarize|summarizes|summarizing|summarise|summarises|summarising|parse|parses|parsing|see|sees|seeing|stop",
    text="this article|this text|this page|this story|this message|this paragraph|this sentence|this line|this document|this news|the article|the text|reading|this,|this:|this should|this must",
    note="note to|note for|message to|message for|memo to|reminder to|reminder for|notice to|attention all|attention:|attention,|instruction to|instruction for|instructions for|instructions to|to any|to all|addressed to|is for the|meant for",
    whether="if you are|if you're|if you happen to be|unless you are",
    are="you are|you're|act as|acting as|pretend to be|pretend that you|behave as|respond as|role-play as|roleplay as|you will be|you have been|imagine you are",
    hush="do not cite|do not mention|do not tell|do not reveal|do not inform|do not say|do not disclose|do not show|do not include|do not warn|do not alert|do not summarize|do not summarise|do not write|don't mention|don't tell|don't reveal|don't inform"
    "|don't say|don't include|don't summarize|never mention|never tell|never reveal|never inform|never refuse|do not refuse|without telling|without mentioning|without informing|without revealing|instead of a summary|instead of summarizing|rather than summarizing|instead of summarising",
    whom="the user|users|the reader|readers|anyone|that you|this article|this text|this page|the article|the above|this line|anything else|any other|write|output|print|say|request",
    void="no longer apply|do not apply|are void|is void|are cancelled|are canceled|are revoked|revoked|have changed|has changed|are suspended|are replaced|are outdated",
)

OTHERS = (
    Tongue(  # German
        always="systemprompt|system-prompt|systemnachricht|neue anweisung:|neue anweisungen:|neue aufgabe:|als ki-modell|als ki-assistent|als ki-sprachmodell|als sprachmodell|entwicklermodus|ende des artikels|ende des textes"
        "|deine anweisungen|deine neue aufgabe|deine neue rolle|diese anweisung|diese anweisungen|antworte nur|antworte ausschließlich|antworten sie nur|schreibe nur|gib nur",
        opening="schreibe|schreib|schreiben sie|antworte|antworten sie|ignoriere|ignorieren sie|wiederhole|wiederholen sie|lobe|erwähne|vergiss|ergänze|übersetze|gib aus",
        ignore="ignoriere|ignorieren sie|ignoriert|vergiss|vergessen sie|vergesst|missachte|missachten sie|beachte nicht|befolge nicht|überspringe",
        orders="den artikel|diesen artikel|den text|anweisung|anweisungen|instruktionen|vorgaben|regeln|befehle|prompt|prompts|richtlinien|anleitung|aufgabe",
        before="oben|obige|obigen|bisherige|bisherigen|vorherige|vorherigen|davor|vorangegangene|vorangegangenen|alles, was|rest des artikels",
        say="schreibe|schreib|schreiben sie|sage|sag|sagen sie|nenne|erwähne|füge|ergänze|gib|geben sie|beginne|beende|beginnen sie|beenden sie|antworte|wiederhole|übersetze|fasse|drucke|verrate|zeige|lobe|empfiehl|setze|nimm|baue|sagen|schreiben|erwähnen|nennen|enthalten|beginnen|enden|loben|empfehlen|ausgeben|antworten",
        target="deine zusammenfassung|deiner zusammenfassung|ihre zusammenfassung|ihrer zusammenfassung|der zusammenfassung|die zusammenfassung|jede zusammenfassung|deine antwort|deiner antwort|deine ausgabe|deiner ausgabe|folgenden satz|folgenden text|folgende wörter|diesen satz|den satz|die worte|wortwörtlich|wort für wort|nichts anderes|sonst nichts|den lesern|dem leser|dem nutzer",
        own="deine zusammenfassung|deiner zusammenfassung|ihre zusammenfassung|jede zusammenfassung|zusammenfassung dieses|deine antwort|deine ausgabe",
        summary="die zusammenfassung|eine zusammenfassung|zusammenfassungen",
        must="muss|müssen|soll|sollen|sollte|sollten|darf nur|hat zu|haben zu|lautet:",
        machine="ki|kis|ki-system|ki-systeme|ki-modell|ki-modelle|ki-assistent|ki-assistenten|künstliche intelligenz|sprachmodell|sprachmodelle|chatbot|chatbots|assistent|assistenten|chatgpt|llm|llms|bot|zusammenfasser|pirat",
        any="alle ki|jede ki|alle kis|alle ki-systeme|alle sprachmodelle|jedes sprachmodell|alle chatbots|alle assistenten|zusammenfasser",
        reading="lesen|liest|zusammenfassen|zusammenfasst|verarbeiten|verarbeitet|auswerten|auswertet",
        text="diesen text|diesen artikel|diese seite|diese meldung|dies|dieses",
        note="hinweis an|hinweis für|nachricht an|anweisung an|anweisung für|anweisungen an|anweisungen für|mitteilung an|achtung|liebe|hallo|an alle",
        whether="wenn du|falls du|bist du|wenn sie|falls sie",
        are="du bist|sie sind jetzt|sie sind nun|ab jetzt bist|ab sofort bist|von nun an bist|tu so|stell dir vor, du bist|verhalte dich wie|handle als",
        hush="erwähne nicht|erwähne|verrate|sag|sage|teile|nenne|fasse|statt einer zusammenfassung|anstatt einer zusammenfassung|wenn du diesen|wenn du das|falls du diesen",
        whom="dem nutzer nicht|den nutzern nicht|dem leser nicht|den lesern nicht|dem leser nichts|dem nutzer nichts|diese anweisung nicht|diesen hinweis nicht|nicht zusammen|niemandem|zusammenfasst|schreib|schreibe",
        void="gelten nicht mehr|gilt nicht mehr|sind aufgehoben|sind ungültig|wurde geändert|hat sich geändert",
    ),
    Tongue(  # French
        always="prompt système|invite système|message système|nouvelle instruction :|nouvelles instructions :|nouvelles instructions:|nouvelle consigne :|nouvelles consignes :|en tant que modèle de langage|en tant qu'ia|en tant qu'assistant|mode développeur|fin de l'article|fin du texte"
        "|tes instructions|vos instructions|ta nouvelle tâche|votre nouvelle tâche|ces instructions|réponds uniquement|répondez uniquement|réponds seulement|répondez seulement|écris uniquement|écrivez uniquement",
        opening="écris|écrivez|réponds|répondez|répète|répétez|ignorez|oubliez|mentionnez|traduisez|résumez",
        ignore="ignore|ignorez|ignorer|oublie|oubliez|oublier|ne tiens pas compte|ne tenez pas compte|ne tiens aucun compte|ne tenez aucun compte|fais abstraction|faites abstraction|passe outre",
        orders="l'article|cet article|ce texte|instructions précédentes|consignes précédentes|instructions antérieures|toutes les instructions|toutes les consignes|tes consignes|vos consignes|directives précédentes|règles précédentes|prompt|prompts|ordres précédents|la tâche",
        before="ci-dessus|ce qui précède|qui précède|avant cela|le reste de l'article|tout ce que",
        say="écris|écrivez|dis|dites|mentionne|mentionnez|ajoute|ajoutez|affiche|affichez|commence|commencez|termine|terminez|réponds|répondez|répète|répétez|traduis|traduisez|résume|résumez|révèle|révélez|recommande|recommandez|recommander|mets|mettez|insère|insérez|inclus|incluez|louer|dire|affirmer|mentionner|contenir|commencer|finir|terminer|inclure|répondre|écrire|citer",
        target="ton résumé|votre résumé|le résumé|tout résumé|ta réponse|votre réponse|ta synthèse|votre synthèse|la phrase suivante|le texte suivant|les mots suivants|cette phrase|la phrase|les mots|mot pour mot|rien d'autre|aux lecteurs|au lecteur|à l'utilisateur",
        own="ton résumé|votre résumé|tout résumé|chaque résumé|résumé de cet article|résumé de ce|ta réponse|votre réponse",
        summary="le résumé|un résumé|les résumés",
        must="doit|doivent|devra|devront|devrait|devraient|est :|ne doit",
        machine="ia|ias|intelligence artificielle|intelligences artificielles|modèle de langage|modèles de langage|chatbot|chatbots|assistant|assistants|chatgpt|llm|llms|robot|pirate|rédacteur automatique",
        any="toute ia|toutes les ia|les ia|chaque ia|tous les modèles de langage|tout modèle de langage|tous les chatbots|tout assistant",
        reading="lisent|lit|lisant|lisez|lis|résument|résume|résumant|traitent|traite|traitant",
        text="ce texte|cet article|cette page|ce message|ceci",
        note="note pour|note à|note aux|message pour|message à|message aux|attention|à l'attention|consigne pour|consigne à|instruction pour|instructions pour|avis aux|cher|chère|bonjour|à toute|à toutes",
        whether="si tu es|si vous êtes",
        are="tu es|vous êtes maintenant|vous êtes désormais|tu seras|agis comme|agissez comme|fais comme si|comporte-toi comme|désormais, tu|à partir de maintenant",
        hush="ne mentionne|ne mentionnez|ne dis|ne dites|ne révèle|ne révélez|n'informe|n'informez|ne résume pas|ne résumez pas|au lieu d'un résumé|au lieu de résumer|quand tu résumes|quand vous résumez|en résumant|lorsque vous résumez|lorsque tu résumes",
        whom="l'utilisateur|aux utilisateurs|au lecteur|aux lecteurs|à personne|cet article|ce texte|cette consigne|écris|écrivez",
        void="ne s'appliquent plus|sont annulées|sont caduques|ne valent plus|a changé",
    ),
    Tongue(  # Spanish
        always="prompt del sistema|mensaje del sistema|nuevas instrucciones:|nueva instrucción:|nueva tarea:|como modelo de lenguaje|como asistente de ia|como ia|como una ia|modo desarrollador|fin del artículo|fin del texto"
        "|tus instrucciones|tu nueva tarea|estas instrucciones|responde solo|responde sólo|responde únicamente|responda solo|responda únicamente|escribe solo|escribe únicamente|escriba únicamente",
        opening="escriba|escribe que|responde con|responde que|repite|ignora este|ignora el",
        ignore="ignora|ignore|ignoren|ignorar|olvida|olvide|olviden|descarta|descarte|no sigas|no siga|no hagas caso|haz caso omiso|haga caso omiso|pasa por alto",
        orders="el artículo|este artículo|este texto|instrucciones anteriores|instrucciones previas|todas las instrucciones|las instrucciones|indicaciones anteriores|reglas anteriores|órdenes anteriores|tus reglas|tus órdenes|directrices|prompt|prompts|la tarea",
        before="lo anterior|de arriba|lo dicho antes|todo lo dicho|todo lo que|el resto del artículo",
        say="escribe|escriba|di|diga|menciona|mencione|añade|añada|agrega|agregue|muestra|muestre|empieza|empiece|comienza|termina|termine|responde|responda|repite|repita|traduce|traduzca|resume|resuma|revela|revele|recomienda|recomiende|recomendar|incluye|incluya|pon|ponga|inserta|elogiar|decir|afirmar|mencionar|contener|empezar|comenzar|terminar|incluir|responder|escribir",
        target="tu resumen|su resumen|el resumen|todo resumen|cada resumen|tu respuesta|su respuesta|la siguiente frase|el siguiente texto|las siguientes palabras|esta frase|la frase|las palabras|palabra por palabra|nada más|a los lectores|al lector|al usuario",
        own="tu resumen|cada resumen|todo resumen|resumen de este|tu respuesta",
        summary="el resumen|un resumen|los resúmenes|su resumen",
        must="debe|deben|deberá|deberán|debería|deberían|tiene que|tienen que|ha de|es:",
        machine="ia|ias|inteligencia artificial|inteligencias artificiales|modelo de lenguaje|modelos de lenguaje|chatbot|chatbots|asistente|asistentes|chatgpt|llm|llms|robot|pirata",
        any="toda ia|todas las ia|las ia|cada ia|cualquier ia|todos los modelos de lenguaje|cualquier modelo de lenguaje|todos los chatbots|todo asistente",
        reading="lean|lea|lee|leen|leyendo|resuman|resume|resuma|resumen|procesen|procese",
        text="este texto|este artículo|esta página|este mensaje|esto",
        note="nota para|nota a|mensaje para|mensaje a|atención|aviso a|aviso para|instrucción para|instrucciones para|instrucciones a|querido|querida|estimada|estimado|hola|a toda|a todas|a cualquier",
        whether="si eres|si usted es",
        are="eres|ahora eres|usted es ahora|serás|actúa como|actúe como|compórtate como|haz como si|finge ser|finge que eres|a partir de ahora|desde ahora",
        hush="no menciones|no mencione|no digas|no diga|no le digas|no le diga|no reveles|no revele|no informes|no resumas|no resuma|en lugar de un resumen|en vez de un resumen|en lugar de resumir|en vez de resumir|al resumir este|al resumir esto|al resumir el",
        whom="al usuario|a los usuarios|al lector|a los lectores|a nadie|este artículo|este texto|estas instrucciones|el artículo|artículo|di|escribe",
        void="ya no se aplican|ya no valen|quedan anuladas|están anuladas|ha cambiado",
    ),
    Tongue(  # Italian
        always="prompt di sistema|messaggio di sistema|nuove istruzioni:|nuova istruzione:|nuovo compito:|come modello linguistico|come assistente ia|come intelligenza artificiale,|modalità sviluppatore|fine dell'articolo|fine del testo"
        "|le tue istruzioni|il tuo nuovo compito|queste istruzioni|rispondi solo|rispondi soltanto|rispondi unicamente|rispondete solo|scrivi solo|scrivi soltanto|scrivi unicamente",
        opening="scrivete|scrivi che|rispondete|rispondi con|ripetete|ripeti",
        ignore="ignora|ignorate|ignori|ignorare|dimentica|dimenticate|dimentichi|trascura|trascurate|non seguire|non seguite|non considerare|non tenere conto|tralascia",
        orders="l'articolo|questo articolo|questo testo|istruzioni precedenti|tutte le istruzioni|le istruzioni|indicazioni precedenti|regole precedenti|le tue regole|direttive|comandi precedenti|prompt|il compito",
        before="quanto sopra|scritto sopra|di cui sopra|quanto precede|tutto ciò che|quello che precede|il resto dell'articolo",
        say="scrivi|scrivete|di'|dì|dite|menziona|menzionate|aggiungi|aggiungete|mostra|mostrate|inizia|iniziate|comincia|termina|terminate|rispondi|rispondete|ripeti|ripetete|traduci|traducete|riassumi|riassumete|rivela|rivelate|raccomanda|raccomandare|inserisci|inserite|includi|includete|metti|lodare|dire|affermare|menzionare|contenere|iniziare|cominciare|terminare|includere|rispondere|scrivere",
        target="tuo riassunto|vostro riassunto|il riassunto|ogni riassunto|tuo sommario|tua risposta|vostra risposta|la seguente frase|il seguente testo|le seguenti parole|questa frase|la frase|le parole|parola per parola|nient'altro|ai lettori|al lettore|all'utente",
        own="tuo riassunto|ogni riassunto|riassunto di questo|tua risposta|tuo sommario",
        summary="il riassunto|un riassunto|i riassunti",
        must="deve|devono|dovrà|dovranno|dovrebbe|dovrebbero|è:",
        machine="ia|intelligenza artificiale|intelligenze artificiali|modello linguistico|modelli linguistici|chatbot|assistente|assistenti|chatgpt|llm|robot|pirata",
        any="ogni ia|tutte le ia|le ia|qualsiasi ia|tutti i modelli linguistici|ogni modello linguistico|tutti i chatbot|ogni assistente",
        reading="leggono|legge|leggendo|leggete|riassumono|riassume|riassumendo",
        text="questo testo|questo articolo|questa pagina|questo messaggio|questo",
        note="nota per|nota a|nota alle|messaggio per|messaggio a|messaggio alle|attenzione|avviso a|avviso alle|istruzione per|istruzioni per|istruzioni alle|cara|caro|ciao|a tutte|a ogni",
        whether="se sei",
        are="sei ora|ora sei|adesso sei|tu sei|sei un|sei una|sei un'|sarai|agisci come|comportati come|fai finta|fingi di essere|da ora in poi|d'ora in poi|da adesso in poi",
        hush="non menzionare|non menzionate|non dire|non dite|non rivelare|non rivelate|non informare|non riassumere|invece di un riassunto|invece di riassumere|nel riassumere|quando riassumi",
        whom="all'utente|agli utenti|al lettore|ai lettori|a nessuno|questo articolo|questo testo|queste istruzioni|l'articolo|scrivi",
        void="non valgono più|non si applicano più|sono annullate|è cambiato",
    ),
    Tongue(  # Portuguese
        always="prompt do sistema|prompt de sistema|mensagem do sistema|novas instruções:|nova instrução:|nova tarefa:|como modelo de linguagem|como um modelo de linguagem|como assistente de ia|como uma ia|modo desenvolvedor|fim do artigo|fim do texto"
        "|suas instruções|sua nova tarefa|estas instruções|responda apenas|responda somente|responda só|responde apenas|escreva apenas|escreva somente",
        opening="escreva|responda com|responda que|repita|ignore este|ignore o",
        ignore="ignore|ignora|ignorem|ignorar|esqueça|esquece|esqueçam|desconsidere|desconsidera|desconsiderem|não siga|não sigas|deixe de lado|descarte",
        orders="o artigo|este artigo|este texto|instruções anteriores|instruções prévias|todas as instruções|as instruções|orientações anteriores|regras anteriores|suas regras|ordens anteriores|diretrizes|comandos anteriores|prompt|prompts|a tarefa",
        before="acima|o que foi dito antes|foi dito antes|tudo o que|o resto do artigo|anterior",
        say="escreva|escreve|diga|diz|mencione|menciona|adicione|acrescente|mostre|comece|termine|termina|responda|responde|repita|repete|traduza|traduz|resuma|resume|revele|recomende|recomendar|inclua|inclui|coloque|insira|elogiar|dizer|afirmar|mencionar|conter|começar|terminar|incluir|responder|escrever",
        target="seu resumo|teu resumo|o resumo|todo resumo|cada resumo|sua resposta|tua resposta|a seguinte frase|seguinte texto|as seguintes palavras|esta frase|a frase|as palavras|palavra por palavra|nada mais|aos leitores|ao leitor|ao usuário|ao utilizador",
        own="seu resumo|teu resumo|cada resumo|todo resumo|resumo deste|sua resposta",
        summary="o resumo|um resumo|os resumos",
        must="deve|devem|deverá|deverão|deveria|deveriam|tem que|têm que|precisa|é:",
        machine="ia|ias|inteligência artificial|inteligências artificiais|modelo de linguagem|modelos de linguagem|chatbot|chatbots|assistente|assistentes|chatgpt|llm|llms|robô|pirata",
        any="toda ia|todas as ias|as ias|cada ia|qualquer ia|todos os modelos de linguagem|qualquer modelo de linguagem|todos os chatbots|todo assistente",
        reading="lerem|ler|lê|leem|lendo|resumirem|resumir|resumindo|resume",
        text="este texto|este artigo|esta página|esta mensagem|isto",
        note="nota para|nota a|nota às|mensagem para|mensagem a|mensagem às|atenção|aviso a|aviso às|aviso para|instrução para|instruções para|instruções às|cara|caro|olá|a toda|a todas|a qualquer",
        whether="se você é|se você for|se és",
        are="você é|você agora é|agora você é|és agora|agora és|tu és|aja como|atue como|comporte-se como|finja ser|finja que é|a partir de agora|de agora em diante",
        hush="não mencione|não menciones|não diga|não digas|não revele|não reveles|não conte|não informe|não resuma|em vez de um resumo|em vez de resumir|em lugar de resumir|ao resumir este|ao resumir isto",
        whom="ao usuário|aos usuários|ao utilizador|ao leitor|aos leitores|a ninguém|este artigo|este texto|estas instruções|o artigo|artigo|escreva|diga",
        void="não valem mais|não se aplicam mais|já não valem|estão canceladas|foram revogadas|mudou",
    ),
    Tongue(  # Dutch
        always="systeemprompt|systeemopdracht|systeembericht|nieuwe instructie:|nieuwe instructies:|nieuwe opdracht:|als ai-model|als ai-assistent|als taalmodel|ontwikkelaarsmodus|einde van het artikel|einde van de tekst"
        "|je instructies|jouw instructies|je nieuwe taak|jouw nieuwe taak|deze instructie|deze instructies|antwoord alleen|antwoord uitsluitend|schrijf alleen|schrijf uitsluitend|geef alleen",
        opening="schrijf|negeer|herhaal|vertaal|antwoord met",
        ignore="negeer|negeert|vergeet|volg niet|let niet op|houd geen rekening",
        orders="het artikel|dit artikel|deze tekst|instructies|instructie|aanwijzingen|opdrachten|opdracht|regels|bevelen|prompt|prompts|richtlijnen|taak",
        before="hierboven|bovenstaande|daarvoor|hiervoor|voorgaande|voorafgaande|alles wat|de rest van het artikel",
        say="schrijf|zeg|noem|vermeld|voeg|geef|begin|eindig|antwoord|herhaal|vertaal|vat|druk|onthul|toon|prijs|prijzen|beveel|zet|plaats|neem|zeggen|schrijven|vermelden|bevatten|beginnen|eindigen|antwoorden|aanbevelen|noemen",
        target="je samenvatting|jouw samenvatting|uw samenvatting|de samenvatting|elke samenvatting|je antwoord|jouw antwoord|uw antwoord|volgende zin|volgende tekst|volgende woorden|deze zin|de zin|de woorden|woord voor woord|niets anders|de lezers dat|de lezer dat|de gebruiker dat",
        own="je samenvatting|jouw samenvatting|uw samenvatting|elke samenvatting|samenvatting van dit|je antwoord|jouw antwoord",
        summary="de samenvatting|een samenvatting|samenvattingen",
        must="moet|moeten|dient|dienen|mag alleen|zou moeten|zouden moeten|luidt:|is:",
        machine="ai|ai's|ai-systeem|ai-systemen|ai-model|ai-modellen|ai-assistent|ai-assistenten|kunstmatige intelligentie|taalmodel|taalmodellen|chatbot|chatbots|assistent|assistenten|chatgpt|llm|llms|robot|piraat",
        any="elke ai|alle ai|alle ai-systemen|alle taalmodellen|elk taalmodel|alle chatbots|alle assistenten",
        reading="lezen|leest|samenvat|samenvatten|verwerkt|verwerken",
        text="dit|deze tekst|dit artikel|deze pagina|dit bericht",
        note="opmerking voor|opmerking aan|bericht voor|bericht aan|boodschap voor|boodschap aan|let op|instructie voor|instructie aan|instructies voor|instructies aan|beste|hallo|aan alle|aan elke",
        whether="als je|als u|ben je",
        are="je bent|jij bent|u bent nu|u bent voortaan|vanaf nu ben|voortaan ben|vanaf nu bent|doe alsof|gedraag je als|handel als|stel je voor dat je",
        hush="vermeld|vertel|zeg|verklap|onthul|noem|vat|in plaats van een samenvatting|in plaats van samenvatten|als je dit|als u dit|als je deze",
        whom="de gebruiker niet|de gebruiker niets|gebruikers niet|de lezer niet|de lezer niets|de lezers niet|de lezers niets|deze instructie niet|dit niet aan|aan niemand|niet samen|samenvat|schrijf",
        void="gelden niet meer|zijn vervallen|zijn ingetrokken|niet langer van toepassing|is gewijzigd|is veranderd",
    ),
    Tongue(  # Russian
        always="системный промпт|системная инструкция|системное сообщение:|новые инструкции:|новая инструкция:|новая задача:|как языковая модель|как ии-модель|как ии-ассистент|режим разработчика|конец статьи|конец текста"
        "|твои инструкции|ваши инструкции|твоя новая задача|ваша новая задача|эта инструкция|эти инструкции|этой инструкции|ответь только|отвечай только|ответьте только|напиши только|напишите только|выведи только|выведите только",
        opening="напиши|напишите|ответь|ответьте|повтори|повторите|игнорируй|игнорируйте|забудь|переведи|упомяни|добавь",
        ignore="игнорируй|игнорируйте|проигнорируй|проигнорируйте|забудь|забудьте|не обращай внимания|не обращайте внимания|отбрось|отбросьте|не следуй|не следуйте|пропусти|пропустите",
        orders="статью|эту статью|этот текст|инструкции|инструкцию|инструкций|инструкциям|указания|указаний|указаниям|правила|правил|команды|команд|промпт|промпты|распоряжения|задачу|задание",
        before="выше|предыдущие|предыдущее|предыдущую|прежние|прежде|до этого|остальную часть статьи|всё, что",
        say="напиши|напишите|пиши|пишите|скажи|скажите|упомяни|упомяните|добавь|добавьте|выведи|выведите|начни|начните|закончи|закончите|заверши|завершите|ответь|ответьте|отвечай|отвечайте|повтори|повторите|переведи|переведите|перескажи|раскрой|покажи|порекомендуй|рекомендуй|вставь|вставьте|включи|включите|похвалить|сказать|написать|упомянуть|сообщить|указать|рекомендовать|содержать|начинаться|заканчиваться|включать|ответить|хвалить",
        target="своё резюме|твоё резюме|ваше резюме|резюме|пересказ|пересказе|краткое изложение|кратком изложении|твой ответ|свой ответ|ваш ответ|своём ответе|вашем ответе|следующее предложение|следующий текст|следующие слова|эту фразу|это предложение|фразой|словами|слово в слово|дословно|больше ничего|читателям|читателю|пользователю",
        own="твоё резюме|ваше резюме|каждое резюме|любое резюме|резюме этой|твой ответ|ваш ответ",
        summary="резюме|краткое изложение|пересказ",
        must="должен|должна|должно|должны|обязан|обязана|обязано|обязаны|следует|нужно|гласит:",
        machine="ии|ии-система|ии-системы|ии-модель|ии-модели|ии-ассистент|искусственный интеллект|языковая модель|языковые модели|языковых моделей|языковой модели|чат-бот|чат-боты|чатбот|ассистент|ассистенты|ассистентов|нейросеть|нейросети|нейросетей|пират|помощник",
        any="каждый ии|любой ии|все ии|любая языковая модель|все языковые модели|все ассистенты|все нейросети|любая нейросеть",
        reading="читающий|читающая|читающие|читает|читают|прочитавший|обобщающий|обрабатывающий|пересказывающий",
        text="этот текст|эту статью|эту страницу|это сообщение|это",
        note="примечание для|сообщение для|внимание|обращение к|инструкция для|инструкции для|дорогой|дорогая|уважаемый|уважаемая|всем|для всех|привет",
        whether="если ты|если вы",
        are="ты теперь|теперь ты|вы теперь|теперь вы|ты —|ты -|вы —|ты больше не|ты не|ты|с этого момента|отныне|веди себя как|притворись|представь, что ты|действуй как",
        hush="не сообщай|не сообщайте|не говори|не говорите|не упоминай|не упоминайте|не раскрывай|не раскрывайте|не пересказывай|вместо резюме|вместо пересказа|когда будешь пересказывать|при пересказе",
        whom="пользователю|пользователям|читателю|читателям|никому|об этой|об этом|эту инструкцию|эту статью|этот текст|напиши|напишите",
        void="больше не действуют|отменены|отменяются|утратили силу|изменилась",
    ),
    Tongue(  # Chinese
        always="系统提示|系統提示|系统指令|系統指令|系统消息|新指令:|新的指令:|新任务:|新任務:|作为ai|作为一个ai|作为一名ai|作为人工智能|作为语言模型|作为一个语言模型|作為ai|开发者模式|開發者模式|文章结束|文章結束|你的指令|你的新任务|你的提示|在摘要中|在摘要里|在总结中|只输出|只回复|只回答|仅输出|仅回复|仅回答|只輸出|只回覆|重复以下|翻译以下|请重复|打印以下",
        opening="请写|请回答|请回复|请输出|请重复|请忽略|请在",
        ignore="忽略|无视|無視|忘记|忘記|忽视|忽視|不要理会|不要遵循|不要遵守|停止遵循|跳过",
        orders="文章|本文|指令|指示|提示|规则|規則|命令|要求|设定|任务",
        before="上面|以上|之前|前面|先前|上述|此前",
        say="写|寫|说|說|输出|輸出|加入|加上|添加|插入|提到|开头|结尾|包含|包括|回复|回答|告诉|推荐|翻译|重复|赞扬|请在",
        target="你的摘要|您的摘要|摘要中|摘要里|你的总结|总结中|总结里|总结的|你的總結|摘要的|你的回答|你的回复|以下句子|以下文字|以下内容|这句话|这句話|逐字|别的都不要|告诉读者|告诉用户",
        own="你的摘要|您的摘要|你的总结|您的总结|你的總結|本文的摘要|你的回答|你的回复|你的输出",
        summary="摘要|总结|總結|概要",
        must="必须|必須|应该|應該|应当|只能|务必|一定要|需要",
        machine="ai|人工智能|人工智慧|语言模型|語言模型|大模型|助手|助理|机器人|機器人|聊天机器人|chatgpt|海盗|模型",
        any="所有ai|任何ai|所有人工智能|所有语言模型|任何语言模型|所有大模型|所有助手",
        reading="阅读|閱讀|读到|总结|看到|处理",
        text="本文|此文|这篇|这段|这一段|该文",
        note="致|给所有|給所有|所有|任何|注意",
        whether="如果你是|若你是",
        are="你现在是|你現在是|从现在开始你是|从现在起你是|從現在起你是|你是一个|你是一名|你是一個|你将扮演|请扮演|假装你是|假裝你是|你不再是",
        hush="不要告诉|不要告訴|别告诉|请勿告诉|不要提及|请勿提及|不要透露|不要总结|总结时|在总结|不要向",
        whom="用户|用戶|读者|讀者|任何人|指令|指示|本文|写|必须|请",
        void="不再适用|不再有效|已取消|已失效|无效|已更改",
        spaced=False,
    ),
)
