//! How fast copydesk is beside a bare Markdown parse.

fn main() {
    divan::main();
}
