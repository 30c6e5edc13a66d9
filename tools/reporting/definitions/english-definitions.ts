/** What each figure is, in English: its definition and where it comes from. */
export const ENGLISH_DEFINITIONS: Readonly<
  Record<string, readonly [text: string, source: string]>
> = {
  verdict: [
    "the worst finding decides; limits are conventions, the figures beside them what was measured",
    "",
  ],
  interval: ["95 % of such intervals hold the true share", "Wilson 1927"],
  accepted: ["samples in the dataset; the others keep the reason of their last change", ""],
  coverage: ["cells of the plan with a quota that hold a sample", ""],
  unseenMass: [
    "probability that the next draft of a cell is new: texts seen once over all",
    "Good 1953",
  ],
  studentError: [
    "share of a cell's latest samples to which the small model gave another label",
    "",
  ],
  labelAgreement: [
    "share of the samples whose label a small model gives that did not see them",
    "Northcutt et al. 2021",
  ],
  copies: [
    "samples that repeat a support row word for word in so many words, or come near by ROUGE-L",
    "Lin 2004",
  ],
  scores: ["what the critic gave, 0 to 1, mean over its criteria", ""],
  nearPairs: ["cosine of the vectors of two texts; from 0.95 on they are twins", ""],
  expectedCalibrationError: [
    "mean distance of said and true over ten bins, weighed by rows",
    "Guo et al. 2017",
  ],
  faithfulShare: [
    "rows that pass every criterion of the judge",
    "exact interval: Clopper and Pearson 1934",
  ],
  tokens: ["lower-cased runs of letters and digits, and every other character alone", ""],
  vocabulary: ["different tokens", ""],
  classVocabulary: ["different tokens within a label, the mean over the labels", "Yu et al. 2023"],
  distinct1: ["different tokens over all tokens", "Li et al. 2016"],
  distinct2: ["different pairs of tokens over all pairs", "Li et al. 2016"],
  distinct3: ["different runs of three tokens over all such runs", "Li et al. 2016"],
  entropy1: ["entropy of the tokens in bits", "Shannon 1948"],
  entropy2: ["entropy of the pairs of tokens in bits", "Shannon 1948"],
  entropy3: ["entropy of the runs of three tokens in bits", "Shannon 1948"],
  ingf: [
    "mean number of texts that hold a bigram, over the different bigrams",
    "after Mishra et al. 2020",
  ],
  selfBleu4: [
    "mean BLEU of a text against all others, up to runs of 4 tokens; more is less varied",
    "Zhu et al. 2018",
  ],
  mtld: [
    "mean length of stretches in which the share of different words stays above 0.72",
    "McCarthy and Jarvis 2010",
  ],
  unseenTokens: ["probability that the next token is none of the vocabulary", "Good 1953"],
  vocabularyAtLeast: ["vocabulary of rows without end, at least", "Chao 1984"],
  meanLength: ["tokens of a text, the mean", ""],
  verbObjectPairs: [
    "different pairs of a verb and its object in English instructions",
    "Wang et al. 2023",
  ],
  averagePairwiseSimilarity: ["mean cosine of all pairs; more is less varied", "Yu et al. 2023"],
  intraClassSimilarity: ["mean cosine of pairs of one label", "Yu et al. 2023"],
  interClassSimilarity: ["mean cosine of pairs of two labels", "Yu et al. 2023"],
  remoteClique: ["mean cosine distance to all others", "Cox et al. 2021"],
  chamfer: ["mean cosine distance to the nearest other", "Cox et al. 2021"],
  rowsWithTwin: ["rows whose nearest other has a cosine of 0.95 or more", ""],
  vendi: [
    "effective number of different rows: exp of the entropy of the similarity matrix's eigenvalues",
    "Friedman and Dieng 2023",
  ],
  exactDuplicates: ["rows equal to an earlier one", ""],
  nearDuplicates: [
    "rows beside one of each group of Jaccard 0.8 over runs of 5 characters",
    "Broder 1997",
  ],
  semanticDuplicates: ["rows of cosine 0.95 to one before", "Abbas et al. 2023"],
  labels: ["different labels", ""],
  labelGini: ["how unevenly rows spread over the labels: 0 evenly, towards 1", "Gini 1912"],
  smallestClass: ["rows of the rarest label", ""],
  plannedCoverage: ["cells of a run's plan that hold a sample", ""],
  cellGini: ["how unevenly the cells are filled", "Gini 1912"],
  pairCoverage: [
    "pairs of values of two conditions that some row has, over all",
    "Kuhn et al. 2004",
  ],
  unseenMass_texts: ["probability that the next text is new", "Good 1953"],
  textsAtLeast: ["different texts of rows without end, at least", "Chao 1984"],
  precision: [
    "rows within the 5-nearest-neighbour ball of a reference row",
    "Kynkäänniemi et al. 2019",
  ],
  recall: ["reference rows within the ball of a row", "Kynkäänniemi et al. 2019"],
  density: ["mean number of reference balls that hold a row, over 5", "Naeem et al. 2020"],
  coverage_reference: ["reference balls that hold a row", "Naeem et al. 2020"],
  mauve: [
    "area under the divergence curve of both sets over common clusters",
    "Pillutla et al. 2021",
  ],
  mmd: ["squared distance of the means in the space of a Gaussian kernel", "Gretton et al. 2012"],
  mmdProbability: ["share of 200 permutations that are as far apart", "Gretton et al. 2012"],
  lengthDistance: [
    "tokens by which lengths would have to move",
    "Wasserstein distance, Vallender 1974",
  ],
  lengthDistanceShare: [
    "largest distance of the two distributions of lengths",
    "Kolmogorov and Smirnov",
  ],
  labelDistance: [
    "share of the rows whose label would have to change to have the reference's shares",
    "",
  ],
  labelDivergence: ["Jensen-Shannon divergence of the labels in bits", "Lin 1991"],
  attributeBias: [
    "the largest share, over the attributes, of rows that would need another value to be distributed as the reference",
    "Yu et al. 2023; Saerens et al. 2002",
  ],
  testRowsGivenAway: ["test rows that a row equals, holds or nearly equals", ""],
  majority: ["accuracy of always giving the most frequent label of the test", ""],
  synthetic: [
    "accuracy on real test rows of a small linear model trained on the rows, mean over seeds",
    "train on synthetic, test on real: Esteban et al. 2017",
  ],
  real: ["the same trained on the real rows", ""],
  mixed: ["the same trained on both", ""],
  atEqualSize: [
    "difference to training on as many real rows, paired over the test rows",
    "Efron 1979; McNemar 1947",
  ],
  addedToReal: [
    "what the rows add to the real ones, paired over the test rows",
    "Efron 1979; McNemar 1947",
  ],
  candidate: ["figure of the benchmark that a model reached that was asked its test rows", ""],
  baseline: ["the same of the model that it is held against", ""],
  candidateGain: [
    "difference of the two models, paired over the test rows of the benchmark",
    "Efron 1979; McNemar 1947",
  ],
  answers: ["figure of the benchmark of answers that a file holds", ""],
  learned: [
    "rows that a small model, trained on people's verdicts, expects people to find good",
    "",
  ],
};
