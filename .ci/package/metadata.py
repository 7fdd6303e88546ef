"""What every package says of copydesk; it all stands in Cargo.toml. Run alone it prints one value: metadata.py version."""

import pathlib
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]


def package():
    with open(ROOT / "Cargo.toml", "rb") as file:
        return tomllib.load(file)["package"]


def repository():
    """The address at which the project lives; empty as long as Cargo.toml names none."""
    return package().get("repository", "")


if __name__ == "__main__":
    print(repository() if sys.argv[1] == "repository" else package()[sys.argv[1]])
