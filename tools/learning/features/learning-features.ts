/** What small models learn from: words, embeddings of the user's model, or both side by side. */
export const LEARNING_FEATURES = ["words", "embeddings", "both"] as const;

/** One of LEARNING_FEATURES. */
export type LearningFeatures = (typeof LEARNING_FEATURES)[number];
