from reportgen.spec.suggest import did_you_mean, known_words, nearest, unknown


def test_the_nearest_word_is_offered_whatever_its_case() -> None:
    assert did_you_mean("BAR", ["line", "bars", "Bar"]) == " Did you mean 'Bar'?"
    assert did_you_mean("pie", ["line", "bar"]) == ""


def test_known_words_stand_in_their_order_and_long_lists_are_cut() -> None:
    assert known_words(["line", "bar"]) == "Known: line, bar."
    assert known_words([f"w{i}" for i in range(14)]) == "Known: w0, w1, w2, w3, w4, w5, w6, w7, w8, w9, w10, w11 and 2 more."
    assert known_words([]) == "There are none yet."


def test_messages_of_unknown_names() -> None:
    assert unknown("chart kind", "bars", ["bar", "line"]) == "no chart kind 'bars'. Known: bar, line. Did you mean 'bar'?"
    assert nearest("chart", "loses", ["losses", "cash"]) == "no chart 'loses'. Did you mean 'losses'?"
    assert nearest("chart", "x", ["losses", "cash"]) == "no chart 'x'. Known: losses, cash."
