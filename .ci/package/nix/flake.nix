# A flake that builds copydesk from the folder two levels up: nix build ./.ci/package/nix
{
  description = "A language server and linter for analytical bulletins in Markdown";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      each = build: nixpkgs.lib.genAttrs systems (system: build nixpkgs.legacyPackages.${system});
      source = ../../..;
      cargo = builtins.fromTOML (builtins.readFile (source + "/Cargo.toml"));
    in
    {
      packages = each (pkgs: {
        default = pkgs.rustPlatform.buildRustPackage {
          pname = "copydesk";
          version = cargo.package.version;
          src = source;
          cargoLock.lockFile = source + "/Cargo.lock";
          nativeBuildInputs = [ pkgs.installShellFiles ];
          # The tests need git, python and a terminal.
          doCheck = false;
          postInstall = ''
            for shell in bash zsh fish; do
              $out/bin/copydesk completions $shell > copydesk.$shell
              installShellCompletion --$shell copydesk.$shell
            done
            $out/bin/copydesk man > copydesk.1
            installManPage copydesk.1
          '';
          meta = {
            description = cargo.package.description;
            license = with pkgs.lib.licenses; [ mit asl20 ];
            mainProgram = "copydesk";
          };
        };
      });
    };
}
