"""Trains the scikit-learn reference on rows from standard input and answers its probabilities.

TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)) with either LogisticRegression(C=1) or
LinearSVC(C=1), the latter calibrated by CalibratedClassifierCV(cv=3) for probabilities (by the
softmax of its scores where a class has fewer than three rows, or the plain one is asked for); of several labels a row one against
the rest.
"""

import json
import sys
import time
import warnings
from collections import Counter

import numpy as np
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import MultiLabelBinarizer
from sklearn.svm import LinearSVC

warnings.filterwarnings("ignore")
task = json.load(sys.stdin)
texts = [text if isinstance(text, str) else " ".join(text) for text in task["texts"]]
test = [text if isinstance(text, str) else " ".join(text) for text in task["test"]]
several = isinstance(task["labels"][0], list)
started, used = time.perf_counter(), time.process_time()
vectorizer = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
train_rows = vectorizer.fit_transform(texts)
test_rows = vectorizer.transform(test)
if task["model"] == "logistic regression":
    model = LogisticRegression(C=1, max_iter=300)
elif several or task["model"] == "plain linear SVM" or min(Counter(task["labels"]).values()) < 3:
    model = LinearSVC(C=1)
else:
    model = CalibratedClassifierCV(LinearSVC(C=1), cv=3)
if several:
    classes = MultiLabelBinarizer()
    model = OneVsRestClassifier(model).fit(train_rows, classes.fit_transform(task["labels"]))
    answer = {
        "classes": list(classes.classes_),
        "labels": [list(row) for row in classes.inverse_transform(model.predict(test_rows))],
    }
else:
    model = model.fit(train_rows, np.array(task["labels"]))
    if hasattr(model, "predict_proba"):
        probabilities = model.predict_proba(test_rows)
    else:
        scores = model.decision_function(test_rows)
        scores = scores if scores.ndim == 2 else np.stack([-scores, scores], axis=1)
        probabilities = np.exp(scores - scores.max(axis=1, keepdims=True))
        probabilities /= probabilities.sum(axis=1, keepdims=True)
    answer = {
        "classes": list(model.classes_),
        "probabilities": np.round(probabilities, 6).tolist(),
    }
answer["seconds"] = time.perf_counter() - started
answer["processor"] = time.process_time() - used
json.dump(answer, sys.stdout)
