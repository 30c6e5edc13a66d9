"""The job by distilabel: TextGeneration over rows, its cache in the job's folder."""
import json
import os
import sys

job = json.loads(sys.argv[1])
os.environ["DISTILABEL_CACHE_DIR"] = os.path.join(job["folder"], "cache")

from distilabel.models import OpenAILLM
from distilabel.pipeline import Pipeline
from distilabel.steps import LoadDataFromDicts
from distilabel.steps.tasks import TextGeneration

if __name__ == "__main__":
    with Pipeline(name="peers", cache_dir=os.path.join(job["folder"], "cache")) as pipeline:
        rows = LoadDataFromDicts(
            data=[{"instruction": f"Write ticket {row} of a shop."} for row in range(job["rows"])],
            batch_size=job["inFlight"],
        )
        write = TextGeneration(
            llm=OpenAILLM(model="peers", base_url=job["url"], api_key="none"),
            input_batch_size=job["inFlight"],
        )
        rows >> write
    made = pipeline.run(use_cache=True)["default"]["train"]
    with open(os.path.join(job["folder"], "rows.jsonl"), "w") as out:
        for row in made:
            if row["generation"] is not None:
                out.write(json.dumps({"row": row["instruction"], "text": row["generation"]}) + "\n")
