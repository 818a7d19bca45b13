"""Texts: how numbers are written, and what is missing."""

from tests.museum.exhibits import Refused, category, number, taken, text

LONG = "".join("1\n" for _ in range(30_000))
MANY = "".join(f"{n}.5\n" for n in range(40))

SIGNS = (
    text("a decimal comma", "a;b\n1,5;2\n3,25;4\n", taken(2, {"a": number("1.5", "3.25"), "b": number("2", "4")}, "decimal sign is a comma", decimal=",", thousands="")),
    text("a decimal comma behind whole numbers", "a;b\n" + "1;2\n" * 9_000 + "1,5;2\n", taken(9_001, {"a": number("1", "1"), "b": number("2", "2")}, "comma")),
    text("a decimal comma in quotes", 'a,b\n"1,5",2\n"3,25",4\n', taken(2, {"a": number("1.5", "3.25"), "b": number("2", "4")}, decimal=",")),
    text("thousands with commas", 'a,b\n"1,234.5",2\n"12,345,678",4\n', taken(2, {"a": number("1234.5", "12345678"), "b": number("2", "4")}, decimal=".", thousands=",")),
    text("thousands with points", "a;b\n1.234,5;2\n12.345.678,25;4\n", taken(2, {"a": number("1234.5", "12345678.25"), "b": number("2", "4")}, decimal=",", thousands=".")),
    text("thousands with blanks that don't break", "a;b\n1\u00a0234,5;2\n12\u00a0345;4\n", taken(2, {"a": number("1234.5", "12345"), "b": number("2", "4")})),
    text("thousands with apostrophes", "a;b\n1'234.5;2\n12'345;4\n", taken(2, {"a": number("1234.5", "12345"), "b": number("2", "4")})),
    text("what may be thousands or a fraction", "a\tb\n1,234\t2\n1,234\t4\n", taken(2, {"a": number("1234", "1234"), "b": number("2", "4")}, "guessed: “1,234”", thousands=",")),
    text("the same, told to be a fraction", "a\tb\n1,234\t2\n5,678\t4\n", taken(2, {"a": number("1.234", "5.678"), "b": number("2", "4")}), decimal=","),
    text("a fraction that begins with 0", "a\tb\n0,125\t2\n0,375\t4\n", taken(2, {"a": number("0.125", "0.375"), "b": number("2", "4")}, decimal=",")),
    text("two decimal signs in one column", "a;b\n1.5;x\n2,5;y\n3.5;z\n", Refused("two_decimal_signs", ("line 3", "“2,5”"))),
    text("two decimal signs, and a class called like its column", "a;y\n1.5;x\n2,5;y\n3.5;x\n4.5;y\n", Refused("two_decimal_signs", ("line 3", "“2,5”"))),
    text("two decimal signs in two columns", 'a,b\n1.5,"2,5"\n2.5,"3,5"\n', Refused("two_decimal_signs")),
    text("a number with two decimal signs", "a,b\n1.2.3,1\n4.5.6,2\n", taken(2, {"a": category("1.2.3", "4.5.6"), "b": number("1", "2")})),
    text("powers of ten, signs, and no digit before the point", "a\n1e3\n-2.5E-1\n+.5\n7.\n", taken(4, {"a": number("1000", "-0.25", "0.5", "7")})),
    text("a real minus", "a;b\n\u22121,5;2\n2,5;4\n", taken(2, {"a": number("-1.5", "2.5"), "b": number("2", "4")})),
    text("what only Python takes for numbers", "a,b\n1_000,1\n2_000,2\n", taken(2, {"a": category("1_000", "2_000"), "b": number("1", "2")})),
    text("digits of another script", "a,b\n١٢,1\n٣٤,2\n", taken(2, {"a": category("١٢", "٣٤"), "b": number("1", "2")})),
    text("30,000 whole numbers, and then a fraction", "x\n" + LONG + "2.5\n", taken(30_001, {"x": number("1", "1")})),
    text("30,000 numbers, and then a word", "x\n" + LONG + "two\n", Refused("text_in_numbers", ("line 30,002", "“two”", "1 of 30,001"))),
    text("a word among many numbers", "x,y\n" + "".join(f"{n},1\n" for n in range(60)) + "n.d.,1\nn.d.,1\nlost,1\n", Refused("text_in_numbers", ("3 of 63 cells", "line 62, ", "cells: “n.d.”, “lost” (line 64)", "“x”"))),
    text("the same, told to be missing", "x,y\n" + "".join(f"{n},1\n" for n in range(60)) + "n.d.,1\nlost,1\n", taken(62, {"x": number("0", "1"), "y": number("1", "1")}, "“n.d.” (1)"), missing_marks=("n.d.", "lost")),
    text("as many words as numbers", "grade,n\n1,1\nA,2\n2,3\nB,4\n", taken(4, {"grade": category("1", "A", "2", "B"), "n": number("1", "2")}, "“grade” is read as text")),
    text("words after 20,000 numbers", "x\n" + "".join(f"{n % 7}\n" for n in range(20_000)) + "odd\n" * 20_000, taken(40_000, {"x": category("0", "1", "2")}, "20,000 of 40,000")),
    text("whole numbers that no float64 holds", "id\n9007199254740993\n1\n", taken(2, {"id": number("9007199254740992.0", "1")}, "nearest")),
    text("numbers with a sign for a share or a currency", "a,b\n$1.50,20 %\n$2,35.5%\n,\n$3,1%\n", taken(3, {"a": number("1.5", "2", "3"), "b": number("20", "35.5", "1")}, "without their sign “$”", "“%”")),
    text("a number that isn't finite", "a,b\n1,2\ninf,3\n4,5\n", Refused("not_finite", ("line 3", "“a”", "“inf”"))),
    text("a number too large for any float", "a,b\n1,2\n1e999,3\n", Refused("not_finite", ("line 3", "“1e999”"))),
    text("a share too large for any float", "a,b\n1,20 %\n2,1e999 %\n", Refused("not_finite", ("line 3", "“b”", "“1e999 %”"))),
)  # fmt: skip

MISSING = (
    text("nothing", "a,b,c\n1,,x\n,2,\n3,4,y\n", taken(3, {"a": number("1", "", "3"), "b": number("", "2", "4"), "c": category("x", "", "y")}, "nothing (3)")),
    text("NA, NaN, null and ?", "a,b\nNA,x\nNaN,?\nnull,y\n?,NA\n1,x\n", taken(5, {"a": number("", "", "", "", "1"), "b": category("x", "", "y", "", "x")}, "“?” (2)", "“NA” (2)")),
    text("dashes and points among numbers", "a,b\n1,-\n.,2\n3,--\n", taken(3, {"a": number("1", "", "3"), "b": number("", "2", "")}, "“-” (1)")),
    text("-999, told", "a,b\n1,-999\n-999,2\n", taken(2, {"a": number("1", ""), "b": number("", "2")}, "(2)"), missing_marks=("-999",)),
    text("NA that is a country, told", "land,n\nNA,1\nDE,2\n", taken(2, {"land": category("NA", "DE"), "n": number("1", "2")}), missing_marks=()),
    text("a column of nothing", "a,b,c\n1,,2\n3,,4\n", taken(2, {"a": number("1", "3"), "b": number("", ""), "c": number("2", "4")})),
    text("a number behind 10,000 that are missing", "a,b\n" + "1,\n" * 10_000 + "1,5\n", taken(10_001, {"a": number("1", "1"), "b": number("", "")})),
)  # fmt: skip

EXHIBITS = (*SIGNS, *MISSING)
