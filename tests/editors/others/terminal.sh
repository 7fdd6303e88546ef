# A terminal for the tests of editors that run in one; they source this file. `begin COMMAND` starts the editor.

socket=copydesk-$$
terminal() { tmux -L "$socket" -f /dev/null "$@"; }
trap 'terminal kill-server 2>/dev/null || true' EXIT

begin() { terminal new-session -d -x 150 -y 30 -s s "cd '$WORK/desk' && $1"; }
keys() {
    for key in "$@"; do
        terminal send-keys -t s "$key"
        sleep 0.2
    done
}
screen() { terminal capture-pane -p -t s; }

# Waits until the words are on the screen.
sees() {
    for _ in $(seq 150); do
        ! screen 2>/dev/null | grep -qF -- "$1" || return 0
        sleep 0.1
    done
    echo "not on the screen: $1"
    screen
    exit 1
}

# Waits until the saved draft contains the words.
saved() {
    for _ in $(seq 50); do
        ! grep -qF -- "$1" "$WORK/desk/draft.md" || return 0
        sleep 0.1
    done
    echo "not in the saved file: $1"
    screen
    exit 1
}
