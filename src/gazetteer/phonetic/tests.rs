use super::PhoneticName;

fn similarity(a: &str, b: &str) -> f32 {
    PhoneticName::new(a).zip(PhoneticName::new(b)).map_or(0.0, |(a, b)| a.similarity(&b))
}

#[test]
fn classes_of_spelling_sound_the_same() {
    for (a, b) in [
        ("Salahuddin", "Salah al-Din"),
        ("Salaheddine", "Salahudin"),
        ("Ansar Eddine", "Ansar al-Din"),
        ("Muwahidun", "Muwahidin"),
        ("Salafiyoun", "Salafiyin"),
        ("Abdulah", "Abdullah"),
        ("Dzhokhar", "Djokhar"),
        ("Taoufik", "Tawfik"),
        ("Ouahab Sahraoui", "Wahab Sahrawi"),
        ("Rezaei", "Rezai"),
        ("Abdus Salam", "Abdul Salam"),
        ("Yacine", "Yasin"),
        ("Fidayeen", "Fidaiyin"),
    ] {
        assert!(similarity(a, b) > 0.99, "{a}, {b}");
    }
    // A cedilla is omitted more often than an h.
    assert!(similarity("Şırnak", "Sirnak") > 0.94 && similarity("Şırnak", "Shirnak") > 0.97);
    for (a, b) in [("Asadullah", "Saadullah"), ("Nasruddin", "Nasiruddin"), ("Bashir", "Basir"), ("Umar", "Umair")] {
        assert!(similarity(a, b) < 0.84, "{a}, {b}");
    }
}
