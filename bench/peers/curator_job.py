"""The job by Bespoke Curator: one prompt a row, its cache in the job's folder."""
import json
import os
import sys

job = json.loads(sys.argv[1])
os.environ["CURATOR_CACHE_DIR"] = os.path.join(job["folder"], "cache")
os.environ["TELEMETRY_ENABLED"] = "0"

from bespokelabs import curator


class Tickets(curator.LLM):
    def prompt(self, row):
        return row["instruction"]

    def parse(self, row, response):
        return {"row": row["instruction"], "text": response}


if __name__ == "__main__":
    tickets = Tickets(
        model_name="peers",
        backend="openai",
        backend_params={
            "base_url": job["url"],
            "api_key": "none",
            "max_concurrent_requests": job["inFlight"],
            "max_requests_per_minute": 1_000_000,
            "max_tokens_per_minute": 1_000_000_000,
        },
    )
    made = tickets([{"instruction": f"Write ticket {row} of a shop."} for row in range(job["rows"])])
    made = getattr(made, "dataset", made)
    with open(os.path.join(job["folder"], "rows.jsonl"), "w") as out:
        for row in made:
            out.write(json.dumps({"row": row["row"], "text": row["text"]}) + "\n")
