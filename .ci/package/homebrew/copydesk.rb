# The Homebrew formula; `.ci/package/formula` fills in the address, version and checksum of a release.
class Copydesk < Formula
  desc "Language server and linter for analytical bulletins in Markdown"
  homepage "@REPOSITORY@"
  url "@REPOSITORY@/archive/refs/tags/v@VERSION@.tar.gz"
  sha256 "@SHA256@"
  license any_of: ["MIT", "Apache-2.0"]

  depends_on "rust" => :build

  def install
    system "cargo", "install", *std_cargo_args
    generate_completions_from_executable(bin/"copydesk", "completions")
    (man1/"copydesk.1").write Utils.safe_popen_read(bin/"copydesk", "man")
  end

  test do
    (testpath/"a.md").write "# Note\n\nIt is open ([Dawn](https://www.dawn.com/a) May 3, 2018).\n"
    assert_match "missing-citation-comma", shell_output("#{bin}/copydesk check a.md", 1)
  end
end
