"""What is said in French, Spanish, Italian and Portuguese to instruct a model."""

from __future__ import annotations

from briefing.fence.tongues.tongue import Tongue

FRENCH = Tongue(
    always="prompt système|invite système|message système|nouvelle instruction :|nouvelles instructions :"
    "|nouvelles instructions:|nouvelle consigne :|nouvelles consignes :|en tant que modèle de langage|en tant qu'ia"
    "|en tant qu'assistant|mode développeur|fin de l'article|fin du texte|tes instructions|vos instructions"
    "|ta nouvelle tâche|votre nouvelle tâche|ces instructions|tu dois répondre|vous devez répondre|réponds uniquement"
    "|répondez uniquement|réponds seulement|répondez seulement|écris uniquement|écrivez uniquement",
    opening="écris|écrivez|réponds|répondez|répète|répétez|ignorez|oubliez|mentionnez|traduisez|résumez",
    ignore="ignore|ignorez|ignorer|oublie|oubliez|oublier|ne tiens pas compte|ne tenez pas compte|ne tiens aucun compte"
    "|ne tenez aucun compte|fais abstraction|faites abstraction|passe outre",
    orders="l'article|cet article|ce texte|instructions précédentes|consignes précédentes|instructions antérieures"
    "|toutes les instructions|toutes les consignes|tes consignes|vos consignes|directives précédentes|règles précédentes"
    "|prompt|prompts|ordres précédents|la tâche",
    before="ci-dessus|ce qui précède|qui précède|avant cela|le reste de l'article|tout ce que",
    say="écris|écrivez|dis|dites|mentionne|mentionnez|ajoute|ajoutez|affiche|affichez|commence|commencez|termine|terminez"
    "|réponds|répondez|répète|répétez|traduis|traduisez|résume|résumez|révèle|révélez|recommande|recommandez|recommander"
    "|mets|mettez|insère|insérez|inclus|incluez|louer|dire|affirmer|mentionner|contenir|commencer|finir|terminer|inclure"
    "|répondre|écrire|citer",
    target="ton résumé|votre résumé|le résumé|tout résumé|ta réponse|votre réponse|ta synthèse|votre synthèse"
    "|la phrase suivante|le texte suivant|les mots suivants|cette phrase|la phrase|les mots|mot pour mot|rien d'autre"
    "|aux lecteurs|au lecteur|à l'utilisateur",
    own="ton résumé|votre résumé|tout résumé|chaque résumé|résumé de cet article|résumé de ce|ta réponse|votre réponse",
    summary="le résumé|un résumé|les résumés",
    must="doit|doivent|devra|devront|devrait|devraient|est :|ne doit",
    machine="ia|ias|intelligence artificielle|intelligences artificielles|modèle de langage|modèles de langage|chatbot"
    "|chatbots|assistant|assistants|chatgpt|llm|llms|robot|pirate|rédacteur automatique",
    any="toute ia|toutes les ia|les ia|chaque ia|tous les modèles de langage|tout modèle de langage|tous les chatbots"
    "|tout assistant",
    reading="lisent|lit|lisant|lisez|lis|résument|résume|résumant|traitent|traite|traitant",
    text="ce texte|cet article|cette page|ce message|ceci",
    note="note pour|note à|note aux|message pour|message à|message aux|attention|à l'attention|consigne pour|consigne à"
    "|instruction pour|instructions pour|avis aux|cher|chère|bonjour|à toute|à toutes",
    whether="si tu es|si vous êtes",
    are="tu es|vous êtes maintenant|vous êtes désormais|tu seras|agis comme|agissez comme|fais comme si|comporte-toi comme"
    "|désormais, tu|à partir de maintenant",
    hush="ne mentionne|ne mentionnez|ne dis|ne dites|ne révèle|ne révélez|n'informe|n'informez|ne résume pas"
    "|ne résumez pas|au lieu d'un résumé|au lieu de résumer|quand tu résumes|quand vous résumez|en résumant"
    "|lorsque vous résumez|lorsque tu résumes",
    whom="l'utilisateur|aux utilisateurs|au lecteur|aux lecteurs|à personne|cet article|ce texte|cette consigne|écris"
    "|écrivez",
    void="ne s'appliquent plus|sont annulées|sont caduques|ne valent plus|a changé",
)

SPANISH = Tongue(
    always="prompt del sistema|mensaje del sistema|nuevas instrucciones:|nueva instrucción:|nueva tarea:"
    "|como modelo de lenguaje|como asistente de ia|como ia|como una ia|modo desarrollador|fin del artículo|fin del texto"
    "|tus instrucciones|tu nueva tarea|estas instrucciones|responde solo|responde sólo|responde únicamente|responda solo"
    "|responda únicamente|escribe solo|escribe únicamente|escriba únicamente",
    opening="escriba|escribe que|responde con|responde que|repite|ignora este|ignora el",
    ignore="ignora|ignore|ignoren|ignorar|olvida|olvide|olviden|descarta|descarte|no sigas|no siga|no hagas caso"
    "|haz caso omiso|haga caso omiso|pasa por alto",
    orders="el artículo|este artículo|este texto|sus instrucciones|instrucciones anteriores|instrucciones previas"
    "|todas las instrucciones|las instrucciones|indicaciones anteriores|reglas anteriores|órdenes anteriores|tus reglas"
    "|tus órdenes|directrices|prompt|prompts|la tarea",
    before="lo anterior|de arriba|lo dicho antes|todo lo dicho|todo lo que|el resto del artículo",
    say="escribe|escriba|di|diga|menciona|mencione|añade|añada|agrega|agregue|muestra|muestre|empieza|empiece|comienza"
    "|termina|termine|responde|responda|repite|repita|traduce|traduzca|resume|resuma|revela|revele|recomienda|recomiende"
    "|recomendar|incluye|incluya|pon|ponga|inserta|elogiar|decir|afirmar|mencionar|contener|empezar|comenzar|terminar"
    "|incluir|responder|escribir",
    target="tu resumen|su resumen|el resumen|todo resumen|cada resumen|tu respuesta|su respuesta|la siguiente frase"
    "|el siguiente texto|las siguientes palabras|esta frase|la frase|las palabras|palabra por palabra|nada más"
    "|a los lectores|al lector|al usuario",
    own="tu resumen|cada resumen|todo resumen|resumen de este|tu respuesta",
    summary="el resumen|un resumen|los resúmenes|su resumen",
    must="debe|deben|deberá|deberán|debería|deberían|tiene que|tienen que|ha de|es:",
    machine="ia|ias|inteligencia artificial|inteligencias artificiales|modelo de lenguaje|modelos de lenguaje|chatbot"
    "|chatbots|asistente|asistentes|chatgpt|llm|llms|robot|pirata",
    any="toda ia|todas las ia|las ia|cada ia|cualquier ia|todos los modelos de lenguaje|cualquier modelo de lenguaje"
    "|todos los chatbots|todo asistente",
    reading="lean|lea|lee|leen|leyendo|resuman|resume|resuma|resumen|procesen|procese",
    text="este texto|este artículo|esta página|este mensaje|esto",
    note="nota para|nota a|mensaje para|mensaje a|atención|aviso a|aviso para|instrucción para|instrucciones para"
    "|instrucciones a|querido|querida|estimada|estimado|hola|a toda|a todas|a cualquier",
    whether="si eres|si usted es",
    are="eres|ahora eres|usted es ahora|serás|actúa como|actúe como|compórtate como|haz como si|finge ser|finge que eres"
    "|a partir de ahora|desde ahora",
    hush="no menciones|no mencione|no digas|no diga|no le digas|no le diga|no reveles|no revele|no informes|no resumas"
    "|no resuma|en lugar de un resumen|en vez de un resumen|en lugar de resumir|en vez de resumir|al resumir este"
    "|al resumir esto|al resumir el",
    whom="al usuario|a los usuarios|al lector|a los lectores|a nadie|este artículo|este texto|estas instrucciones"
    "|el artículo|artículo|di|escribe",
    void="ya no se aplican|ya no valen|quedan anuladas|están anuladas|ha cambiado",
)

ITALIAN = Tongue(
    always="prompt di sistema|messaggio di sistema|nuove istruzioni:|nuova istruzione:|nuovo compito:"
    "|come modello linguistico|come assistente ia|come intelligenza artificiale,|modalità sviluppatore|fine dell'articolo"
    "|fine del testo|le tue istruzioni|il tuo nuovo compito|queste istruzioni|rispondi solo|rispondi soltanto"
    "|rispondi unicamente|rispondete solo|scrivi solo|scrivi soltanto|scrivi unicamente",
    opening="scrivete|scrivi che|rispondete|rispondi con|ripetete|ripeti",
    ignore="ignora|ignorate|ignori|ignorare|dimentica|dimenticate|dimentichi|trascura|trascurate|non seguire|non seguite"
    "|non considerare|non tenere conto|tralascia",
    orders="l'articolo|questo articolo|questo testo|istruzioni precedenti|tutte le istruzioni|le istruzioni"
    "|indicazioni precedenti|regole precedenti|le tue regole|direttive|comandi precedenti|prompt|il compito",
    before="quanto sopra|scritto sopra|di cui sopra|quanto precede|tutto ciò che|quello che precede|il resto dell'articolo",
    say="scrivi|scrivete|di'|dì|dite|menziona|menzionate|aggiungi|aggiungete|mostra|mostrate|inizia|iniziate|comincia"
    "|termina|terminate|rispondi|rispondete|ripeti|ripetete|traduci|traducete|riassumi|riassumete|rivela|rivelate"
    "|raccomanda|raccomandare|inserisci|inserite|includi|includete|metti|lodare|dire|affermare|menzionare|contenere"
    "|iniziare|cominciare|terminare|includere|rispondere|scrivere",
    target="tuo riassunto|vostro riassunto|il riassunto|ogni riassunto|tuo sommario|tua risposta|vostra risposta"
    "|la seguente frase|il seguente testo|le seguenti parole|questa frase|la frase|le parole|parola per parola|nient'altro"
    "|ai lettori|al lettore|all'utente",
    own="tuo riassunto|ogni riassunto|riassunto di questo|tua risposta|tuo sommario",
    summary="il riassunto|un riassunto|i riassunti",
    must="deve|devono|dovrà|dovranno|dovrebbe|dovrebbero|è:",
    machine="ia|intelligenza artificiale|intelligenze artificiali|modello linguistico|modelli linguistici|chatbot"
    "|assistente|assistenti|chatgpt|llm|robot|pirata",
    any="ogni ia|tutte le ia|le ia|qualsiasi ia|tutti i modelli linguistici|ogni modello linguistico|tutti i chatbot"
    "|ogni assistente",
    reading="leggono|legge|leggendo|leggete|riassumono|riassume|riassumendo",
    text="questo testo|questo articolo|questa pagina|questo messaggio|questo",
    note="nota per|nota a|nota alle|messaggio per|messaggio a|messaggio alle|attenzione|avviso a|avviso alle"
    "|istruzione per|istruzioni per|istruzioni alle|cara|caro|ciao|a tutte|a ogni",
    whether="se sei",
    are="sei ora|ora sei|adesso sei|tu sei|sei un|sei una|sei un'|sarai|agisci come|comportati come|fai finta"
    "|fingi di essere|da ora in poi|d'ora in poi|da adesso in poi",
    hush="non menzionare|non menzionate|non dire|non dite|non rivelare|non rivelate|non informare|non riassumere"
    "|invece di un riassunto|invece di riassumere|nel riassumere|quando riassumi",
    whom="all'utente|agli utenti|al lettore|ai lettori|a nessuno|questo articolo|questo testo|queste istruzioni|l'articolo"
    "|scrivi",
    void="non valgono più|non si applicano più|sono annullate|è cambiato",
)

PORTUGUESE = Tongue(
    always="prompt do sistema|prompt de sistema|mensagem do sistema|novas instruções:|nova instrução:|nova tarefa:"
    "|como modelo de linguagem|como um modelo de linguagem|como assistente de ia|como uma ia|modo desenvolvedor"
    "|fim do artigo|fim do texto|suas instruções|sua nova tarefa|estas instruções|responda apenas|responda somente"
    "|responda só|responde apenas|escreva apenas|escreva somente",
    opening="escreva|responda com|responda que|repita|ignore este|ignore o",
    ignore="ignore|ignora|ignorem|ignorar|esqueça|esquece|esqueçam|desconsidere|desconsidera|desconsiderem|não siga"
    "|não sigas|deixe de lado|descarte",
    orders="o artigo|este artigo|este texto|instruções anteriores|instruções prévias|todas as instruções|as instruções"
    "|orientações anteriores|regras anteriores|suas regras|ordens anteriores|diretrizes|comandos anteriores|prompt|prompts"
    "|a tarefa",
    before="acima|o que foi dito antes|foi dito antes|tudo o que|o resto do artigo|anterior",
    say="escreva|escreve|diga|diz|mencione|menciona|adicione|acrescente|mostre|comece|termine|termina|responda|responde"
    "|repita|repete|traduza|traduz|resuma|resume|revele|recomende|recomendar|inclua|inclui|coloque|insira|elogiar|dizer"
    "|afirmar|mencionar|conter|começar|terminar|incluir|responder|escrever",
    target="seu resumo|teu resumo|o resumo|todo resumo|cada resumo|sua resposta|tua resposta|a seguinte frase"
    "|seguinte texto|as seguintes palavras|esta frase|a frase|as palavras|palavra por palavra|nada mais|aos leitores"
    "|ao leitor|ao usuário|ao utilizador",
    own="seu resumo|teu resumo|cada resumo|todo resumo|resumo deste|sua resposta",
    summary="o resumo|um resumo|os resumos",
    must="deve|devem|deverá|deverão|deveria|deveriam|tem que|têm que|precisa|é:",
    machine="ia|ias|inteligência artificial|inteligências artificiais|modelo de linguagem|modelos de linguagem|chatbot"
    "|chatbots|assistente|assistentes|chatgpt|llm|llms|robô|pirata",
    any="toda ia|todas as ias|as ias|cada ia|qualquer ia|todos os modelos de linguagem|qualquer modelo de linguagem"
    "|todos os chatbots|todo assistente",
    reading="lerem|ler|lê|leem|lendo|resumirem|resumir|resumindo|resume",
    text="este texto|este artigo|esta página|esta mensagem|isto",
    note="nota para|nota a|nota às|mensagem para|mensagem a|mensagem às|atenção|aviso a|aviso às|aviso para|instrução para"
    "|instruções para|instruções às|cara|caro|olá|a toda|a todas|a qualquer",
    whether="se você é|se você for|se és",
    are="você é|você agora é|agora você é|és agora|agora és|tu és|aja como|atue como|comporte-se como|finja ser"
    "|finja que é|a partir de agora|de agora em diante",
    hush="não mencione|não menciones|não diga|não digas|não revele|não reveles|não conte|não informe|não resuma"
    "|em vez de um resumo|em vez de resumir|em lugar de resumir|ao resumir este|ao resumir isto",
    whom="ao usuário|aos usuários|ao utilizador|ao leitor|aos leitores|a ninguém|este artigo|este texto|estas instruções"
    "|o artigo|artigo|escreva|diga",
    void="não valem mais|não se aplicam mais|já não valem|estão canceladas|foram revogadas|mudou",
)
