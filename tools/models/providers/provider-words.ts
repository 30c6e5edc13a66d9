/** What a provider's refusal is about, where its words say so. */
export type RefusalSubject = "quota" | "content-filter" | "context-length";

/** Wordings of OpenAI, Azure, Anthropic, DeepSeek, DashScope, OpenRouter, Mistral, xAI and Google. */
const QUOTA =
  /insufficient[ _-]?quota|insufficient[ _-](?:balance|funds|credits?)|credit balance is too low|(?:exceeded|reached) your (?:current |monthly |api )?(?:quota|(?:usage|spending|spend) limit)|billing[ _-](?:hard[ _-]|soft[ _-])?limit|billing[ _-]not[ _-]active|(?:check|update|enable|set up) your (?:plan and )?billing|out of credits|no credits|used all available credits|requires more credits|spending limit|arrearage|payment required|quota (?:has been |is )?exhausted/i;
/** A limit that time lifts, whatever else is said: Google names its limits a minute a quota. */
const PASSES = /per[ _-]?(?:second|minute)|(?:retry|try again) in \d/i;

/** Wordings of OpenAI, Azure, Anthropic, DeepSeek, DashScope, OpenRouter, Bedrock and Google. */
const CONTENT_FILTER =
  /content[ _-]?(?:filter|management policy|policy[ _-]violation|policy)|ResponsibleAIPolicy|safety system|(?:prompt|input|message|content)[^.]{0,40} (?:was|were|been|is) (?:flagged|blocked)|flagged (?:as|by|for)|usage policy|data_inspection_failed|content exists risk|prohibited_content|guardrail|moderation/i;

/** Wordings of OpenAI, Azure, vLLM, llama.cpp, Ollama, TGI, Anthropic, Bedrock, Mistral, Cohere and Google. */
const CONTEXT_LENGTH =
  /context_length_exceeded|exceed_context_size|(?:maximum|max|model'?s?) context (?:length|size|window)|exceeds? (?:the )?(?:available |maximum |model'?s? )*context|longer than the maximum model length|prompt is too long|input (?:is|length is) too long|input tokens exceed|input token count|too many tokens|too large for model|`inputs` tokens|string_above_max_length|request too large/i;

/**
 * What a refusal with this status is about: the account's credit, what a prompt says, or how long it
 * is; null where it is none of them, so that it may concern every request alike.
 */
export function refusalSubject(status: number | null, said: string): RefusalSubject | null {
  if (status === 402 || /insufficient_quota/i.test(said)) return "quota";
  if (status === null || status < 400 || status >= 500 || status === 401) return null;
  if (QUOTA.test(said) && !PASSES.test(said)) return "quota";
  if (CONTEXT_LENGTH.test(said)) return "context-length";
  return status !== 429 && CONTENT_FILTER.test(said) ? "content-filter" : null;
}
