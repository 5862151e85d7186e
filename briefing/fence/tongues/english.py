"""What is said in English to instruct a model."""

from __future__ import annotations

from briefing.fence.tongues.tongue import Tongue

ENGLISH = Tongue(
    always="your system prompt|new system prompt|system prompt update|system override|initial prompt|hidden prompt"
    "|your prompt|your instructions|your guidelines|developer mode|debug mode|god mode|do anything now|jailbroken"
    "|jailbreak mode|new instructions:|updated instructions:|new instruction:|new task:|your new task|your new role"
    "|your new job is to|you have been reprogrammed|your new instructions|your only task|your task has changed"
    "|your task is now|your real task|as an ai language model|as an ai model|as an ai assistant|as a language model"
    "|as a large language model|as a summarization model|as an ai,|as an ai you|as an ai trained|ai instructions:"
    "|llm instructions:|note to ai|attention ai|attention summarization|attention summarizer|attention summariser"
    "|attention language model|attention llm|attention assistant|attention chatbot|for language models only|for ai only"
    "|for llms only|from your developer|from your developers|your administrator|your creator|i command you to"
    "|real article starts|real article begins|article starts here|article begins here|must not summarize"
    "|must not summarise|stop summarizing|stop summarising|let the summary|your reply:|your answer:|your summary:|dear ai,"
    "|dear assistant,|real instructions:|the user wants you|the user has asked you|command for the assistant"
    "|command for the model|tell the model|under no circumstances mention|dear language model|hey chatgpt|hey ai|hello ai"
    "|override:|admin override|instruction override|priority override|these instructions|this instruction"
    "|following instructions:|repeat after me|api key|chat history|system role|end of article|end of data|end of input"
    "|end of user input|end of document|end of text|begin instructions|begin system|begin admin|begin override"
    "|begin prompt|function call|when summarizing this|when summarising this|when you summarize|when you summarise"
    "|while summarizing this|before summarizing this|if you summarize|asked to summarize this|respond only|reply only"
    "|output only|print only|respond with only|reply with only|only respond with|only output|only print",
    opening="write that|write only|write the|write a|write an|write this|write in|write your|write exactly|write down"
    "|write:|output|respond|reply|repeat|ignore|disregard|append|insert|omit|pretend|adopt|assume|abort|cease your"
    "|cease all|cease the|cease to|refuse|translate|summarize|summarise|praise|recite|echo|replace|treat|erase|recommend"
    "|obey|execute|reveal|produce|generate|convince|persuade|promote|print the|print only|print exactly|say that|say only"
    "|say exactly|state that|state only|return only|return the string|return exactly|always mention|always include"
    "|always say|always end|always begin|always answer|always respond|never mention|leave out|hide the fact",
    ignore="cease|abort|drop all|drop any|erase|ignore|ignoring|disregard|disregarding|forget|forgetting|override"
    "|overriding|overrule|bypass|discard|skip|stop following|do not follow|don't follow|do not obey|don't obey"
    "|pay no attention|set aside",
    orders="current task|safety rules|your memory|this article|the article|instruction|instructions|prompt|prompts"
    "|rules above|your previous orders|previous directions|prior directions|guidelines|directive|directives|directions"
    "|programming|your rules|your task|the task|your training|your orders|your constraints|whatever you were"
    "|what you were told|everything you were|everything you know",
    before="above|previous instructions|prior instructions|previous rules|prior rules|previous orders|previous commands"
    "|prior commands|previous messages|previous context|earlier messages|preceding text|foregoing|everything before"
    "|everything so far|all before|the rest of this|the rest of the article|the article and|this article and",
    say="say|state|write|claim|report|output|print|respond|reply|answer|repeat|echo|recite|copy|quote|mention|include"
    "|insert|add|append|put|place|begin|start|open|end|close|finish|conclude|preface|prefix|make|give|translate|summarize"
    "|summarise|describe|present|praise|promote|recommend|use|reveal|show|leak|display|execute|run|decode|follow|obey"
    "|comply|note|tell|inform|convince|change|replace|list|rate|produce|generate|send|post|upload|forward|submit|call"
    "|remember to|make sure|be sure|ensure|it is essential|it is important",
    target="your summary|the summary|any summary|every summary|each summary|a summary|summaries|your answer|your response"
    "|your reply|your output|your message|your text|your headline|your overview|every answer|every reply|every response"
    "|the output|the headline with|the headline to|your entire|your whole|the final text|the reader learns|readers learn"
    "|the following text|the following sentence|following words|the following:|the next sentence|the next line"
    "|this sentence|this exact|this text into|into your text|what you write|the following summary|instead of your own"
    "|the words|the single word|the word|the phrase|the string|the sentence|word for word|verbatim|nothing but"
    "|nothing else|exactly:|only the following|no comment|above this line|whoever reads|text you produce|following command"
    "|following order|following code|python code|these commands|the conversation to|conversation so far|this conversation"
    "|the user's|browser tool|this link and|initial instructions|system prompt|tell readers|tell the reader|tell the user"
    "|this article into|this article as|this text as|this story as",
    own="automated summary|your summary|any summary|every summary|each summary|correct summary|good summary"
    "|acceptable summary|correct response|correct output|sentence you write|text you write|anything you write"
    "|everything you write|summary of this|summary of the article|summaries of this|your answer|your response|your reply"
    "|your output|your headline|every answer|every reply|every response|your text",
    summary="the summary|a summary|summaries|the output|the headline|the overview",
    must="must|should|shall|has to|have to|needs to|need to|is to|are to|ought to|is required to|are required to|will now"
    "|may only|can only|ends with|begins with|says that|reads:|is:|says|includes|contains|mentions|will please|please"
    "|are instructed|is instructed",
    machine="ai|ais|artificial intelligence|llm|llms|language model|language models|chatbot|chatbots|chat bot|ai assistant"
    "|ai assistants|helpful assistant|assistant that|assistant who|assistant with|assistant without|chatgpt|gpt|summarizer"
    "|summarizers|summariser|summarisers|summarization model|summarization system|ai model|ai models|ai system|ai systems"
    "|ai agents|ai editors|ai readers|ai summarizers|ai summarisers|summary generator|summary bot|summarization bot"
    "|machine|the model|unrestricted",
    any="summarizer|summarizers|summariser|summarisers|summarization model|ai readers|ai editors|any ai|every ai|all ais"
    "|all ai systems|all ai models|any llm|all llms|any language model|every language model|all language models"
    "|any chatbot|any assistant|all assistants|the ai",
    reading="read|reads|reading|process|processes|processing|summarize|summarizes|summarizing|summarise|summarises"
    "|summarising|parse|parses|parsing|see|sees|seeing|stop",
    text="this article|this text|this page|this story|this message|this paragraph|this sentence|this line|this document"
    "|this news|the article|the text|reading|this,|this:|this should|this must",
    note="note to|note for|message to|message for|memo to|reminder to|reminder for|notice to|attention all|attention:"
    "|attention,|instruction to|instruction for|instructions for|instructions to|to any|to all|addressed to|is for the"
    "|meant for",
    whether="if you are|if you're|if you happen to be|unless you are",
    are="you are|you're|act as|acting as|pretend to be|pretend that you|behave as|respond as|role-play as|roleplay as"
    "|you will be|you have been|imagine you are",
    hush="do not cite|do not mention|do not tell|do not reveal|do not inform|do not say|do not disclose|do not show"
    "|do not include|do not warn|do not alert|do not summarize|do not summarise|do not write|don't mention|don't tell"
    "|don't reveal|don't inform|don't say|don't include|don't summarize|never mention|never tell|never reveal|never inform"
    "|never refuse|do not refuse|without telling|without mentioning|without informing|without revealing"
    "|instead of a summary|instead of summarizing|rather than summarizing|instead of summarising",
    whom="the user|users|the reader|readers|anyone|that you|this article|this text|this page|the article|the above"
    "|this line|anything else|any other|write|output|print|say|request",
    void="no longer apply|do not apply|are void|is void|are cancelled|are canceled|are revoked|revoked|have changed"
    "|has changed|are suspended|are replaced|are outdated",
)
