"""Texts: dialects, encodings, names, and what breaks them."""

from tests.museum.exhibits import Refused, category, day, number, taken, text, yes_no

PLAIN = {"a": number("1", "3"), "b": number("2", "4")}
NAMES = {"name": category("Åsa", "Łukasz"), "age": number("31", "44")}
WESTERN = {"name": category("Müller", "André"), "age": number("31", "44")}

DIALECTS = (
    text("commas", "a,b\n1,2\n3,4\n", taken(2, PLAIN, delimiter=",", header=0, encoding="utf-8")),
    text("semicolons", "a;b\n1;2\n3;4\n", taken(2, PLAIN, delimiter=";")),
    text("tabs", "a\tb\n1\t2\n3\t4\n", taken(2, PLAIN, delimiter="\t"), name="table.tsv"),
    text("pipes", "a|b\n1|2\n3|4\n", taken(2, PLAIN, delimiter="|")),
    text("blanks, any number of them", "a  b\n1  2\n3     4\n", taken(2, PLAIN, delimiter=" ")),
    text("columns aligned by blanks", "   a   b\n   1   2\n   3   4\n", taken(2, PLAIN, delimiter=" ")),
    text("carets", "a^b^c\n1^2^x\n3^4^y\n", taken(2, PLAIN | {"c": category("x", "y")}, delimiter="^")),
    text("lines that end with CR LF", "a,b\r\n1,2\r\n3,4\r\n", taken(2, PLAIN)),
    text("lines that end with CR", "a,b\r1,2\r3,4\r", taken(2, PLAIN)),
    text("no end of the last line", "a,b\n1,2\n3,4", taken(2, PLAIN)),
    text("empty lines between rows", "a,b\n\n1,2\n\n\n3,4\n\n", taken(2, PLAIN)),
    text("rows of delimiters alone", "a,b\n1,2\n,\n3,4\n,\n,\n", taken(2, PLAIN, "passed over: 3")),
    text("a delimiter at the end of each line", "a,b,\n1,2,\n3,4,\n", taken(2, PLAIN, "left out")),
    text("a delimiter at the end of each row but not of the names", "a,b\n1,2,\n3,4,\n", taken(2, PLAIN, "left out")),
    text("blanks around cells", "a, b\n 1, 2\n3 , 4\n", taken(2, PLAIN)),
    text("quoted cells", '"a","b"\n"1","2"\n"3","4"\n', taken(2, PLAIN)),
    text("quoted cells after a blank", '"a", "b"\n"1", "2"\n"3", "4"\n', taken(2, PLAIN)),
    text("apostrophes as quotation marks", "'a','b','c'\n'1','x','u, v'\n'2','y','w'\n", taken(2, {"a": number("1", "2"), "b": category("x", "y"), "c": category("u, v", "w")}, quote="'")),
    text("apostrophes around all cells", "'a','b'\n'1','x'\n'2','y'\n", taken(2, {"a": number("1", "2"), "b": category("x", "y")}, quote="'")),
    text("an apostrophe at the beginning of a cell", "a,b\n'tis,1\n'twas,2\n", taken(2, {"a": category("'tis", "'twas"), "b": number("1", "2")}, quote='"')),
    text("a delimiter within quotes", 'city,n\n"Paris, TX",1\n"Rome, GA",2\n', taken(2, {"city": category("Paris, TX", "Rome, GA"), "n": number("1", "2")})),
    text("a line end within quotes", 'note,n\n"two\nlines",1\nnone,2\n', taken(2, {"note": category("two\nlines", "none"), "n": number("1", "2")})),
    text("a quotation mark written twice", 'size,n\n"3"" pipe",1\n"4"" pipe",2\n', taken(2, {"size": category('3" pipe', '4" pipe'), "n": number("1", "2")})),
    text("Excel's line that tells the delimiter", "sep=;\na;b\n1;2\n3;4\n", taken(2, PLAIN, "passed over: 1", delimiter=";", skip_rows=1)),
    text("comments before the table", "# written by a logger\n# on Monday\na,b\n1,2\n3,4\n", taken(2, PLAIN, skip_rows=2)),
    text("names behind a sign of comments", "# a b\n1 2\n3 4\n", taken(2, PLAIN)),
    text("a single column", "x\n1\n2.5\n", taken(2, {"x": number("1", "2.5")}, delimiter="")),
    text("a single column of decimal commas", "x\n1,5\n2,25\n3,5\n", taken(3, {"x": number("1.5", "2.25", "3.5")}, "comma", delimiter="")),
    text("a title above the table", "Report of May\n\na;b\n1;2\n3;4\n", taken(2, PLAIN, "passed over: 2", delimiter=";", skip_rows=2)),
    text("a single column of words", "word\nred\nblue\nred\n", taken(3, {"word": category("red", "blue", "red")})),
    text("addresses with commas and colons", "url,n\nhttps://a.b/c?d=1:2,1\nhttp://e.f/g;h,2\nhttps://i.j,3\n", taken(3, {"url": category("https://a.b/c?d=1:2"), "n": number("1", "2", "3")}, delimiter=",")),
    text("a title above the table, skipped by hand", "Report\n\na;b\n1;2\n3;4\n", taken(2, PLAIN), skip_rows=2),
    text("names in a row that is told", "x;y\na;b\n1;2\n3;4\n", taken(2, PLAIN, header=1), header=1),
    text("no quotation marks, told", 'a,b\n1",2\n3,4\n', taken(2, {"a": category('1"', "3"), "b": number("2", "4")}, "not all of its cells"), quote=""),
    text("a delimiter that is told", "a:b\n1:2\n3:4\n", taken(2, PLAIN), delimiter=":"),
)  # fmt: skip

ENCODINGS = (
    text("UTF-8 with a mark", "name,age\nÅsa,31\nŁukasz,44\n", taken(2, NAMES, encoding="utf-8"), written="utf-8-sig"),
    text("UTF-8", "name,age\nÅsa,31\nŁukasz,44\n", taken(2, NAMES, encoding="utf-8")),
    text("UTF-16 with a mark", "name,age\nÅsa,31\nŁukasz,44\n", taken(2, NAMES, encoding="utf-16-le"), written="utf-16"),
    text("UTF-16 without a mark", "name,age\nMüller,31\nAndré,44\n", taken(2, WESTERN, "UTF-16, big-endian, guessed", encoding="utf-16-be"), written="utf-16-be"),
    text("Windows-1252", "name,age\nMüller,31\nAndré,44\n", taken(2, WESTERN, "Windows-1252", "guessed: line 2 isn't UTF-8"), written="cp1252"),
    text("Windows-1252 that ends in a letter of it", b"a,b\n1,x\n2,\xe9", taken(2, {"a": number("1", "2"), "b": category("x", "é")}, "guessed: line 3")),
    text("Latin-1, told", "name,age\nMüller,31\nAndré,44\n", taken(2, WESTERN, encoding="latin-1"), written="latin-1", encoding="latin-1"),
    text("Cyrillic, told", "имя,n\nАнна,1\nПётр,2\n", taken(2, {"имя": category("Анна", "Пётр"), "n": number("1", "2")}), written="cp1251", encoding="windows-1251"),
    text("not the encoding that is told", b"a,b\n1,2\n\xff,3\n", Refused("encoding", ("line 3", "UTF-8")), encoding="utf-8"),
    text("an encoding that there isn't", "a,b\n1,2\n", Refused("encoding", ("rot13",)), encoding="rot13"),
    text("UTF-32", "a,b\n1,2\n", Refused("encoding", ("UTF-32",)), written="utf-32"),
    text("a NUL", b"a,b\n1,2\n3,\x00\n", Refused("null", ("line 3", "NUL"))),
    text("no text", bytes(range(1, 30)) * 20, Refused("not_text")),
)  # fmt: skip

NO_NAMES = "no row of names"
HEADERS = (
    text("no names above numbers", "1,2\n3,4\n", taken(2, {"column 0": number("1", "3"), "column 1": number("2", "4")}, NO_NAMES, header=-1)),
    text("no names above letters", "p,x,s\ne,x,s\np,b,w\n", taken(3, {"column 0": category("p", "e"), "column 1": category("x"), "column 2": category("s")}, NO_NAMES)),
    text("names above words", "colour,size\nred,big\nblue,small\n", taken(2, {"colour": category("red", "blue"), "size": category("big", "small")}, "first row is taken for the names", header=0)),
    text("names that are counted through", "0,1,2,target\n5,6,7,x\n8,9,10,y\n", taken(2, {"0": number("5", "8"), "1": number("6", "9"), "2": number("7", "10"), "target": category("x", "y")})),
    text("no names, told", "a,b\nc,d\n", taken(2, {"column 0": category("a", "c"), "column 1": category("b", "d")}, header=-1), header=-1),
    text("a name twice", "a,a,b\n1,2,3\n4,5,6\n", taken(2, {"a": number("1", "4"), "a (2)": number("2", "5"), "b": number("3", "6")}, "Two columns are called “a” (line 1)")),
    text("a name that is missing", "a,,b\n1,2,3\n4,5,6\n", taken(2, {"a": number("1", "4"), "column 1": number("2", "5"), "b": number("3", "6")}, "Column 1 has no name (line 1)")),
    text("the index of pandas", ",a\n0,1\n1,3\n", taken(2, {"column 0": number("0", "1"), "a": number("1", "3")}, "Column 0 has no name")),
    text("the names of rows of R", '"mpg" "cyl"\n"Mazda" 21 6\n"Datsun" 22.8 4\n', taken(2, {"column 0": category("Mazda", "Datsun"), "mpg": number("21", "22.8"), "cyl": number("6", "4")})),
    text("names with quotes, commas and a line end", '"a, b","c\nd"\n1,2\n3,4\n', taken(2, {"a, b": number("1", "3"), "c\nd": number("2", "4")})),
    text("names alone", "a,b\n", Refused("header_only", ("line 1", "no row of data"))),
    text("names alone, told", "1,2\n", Refused("header_only"), header=0),
    text("a row for the names that there isn't", "a,b\n1,2\n", Refused("header", ("no row 7",)), header=7),
)  # fmt: skip

TYPES = (
    text("yes and no", "a,ok\n1,yes\n2,No\n3,YES\n", taken(3, {"a": number("1", "2", "3"), "ok": yes_no("yes", "No", "yes")})),
    text("true and false", "ok\ntrue\nfalse\n", taken(2, {"ok": yes_no("true", "false")})),
    text("words that are no pair", "ok\nyes\nno\nmaybe\n", taken(3, {"ok": category("yes", "no", "maybe")})),
    text("dates, the year first", "d,n\n2024-02-29,1\n2025-01-31,2\n", taken(2, {"d": day("2024-02-29", "2025-01-31"), "n": number("1", "2")})),
    text("dates with the time of day and a zone", "d\n2024-01-01T12:00:00Z\n2024-01-01T13:30:00+01:30\n", taken(2, {"d": day("2024-01-01 12:00:00", "2024-01-01 12:00:00")})),
    text("dates, the day first with points", "d;n\n31.12.2023;1\n1.2.2024;2\n", taken(2, {"d": day("2023-12-31", "2024-02-01"), "n": number("1", "2")})),
    text("dates, the day first with strokes", "d\n01/02/2024\n31/12/2024\n", taken(2, {"d": day("2024-02-01", "2024-12-31")})),
    text("dates, the month first", "d\n01/02/2024\n12/31/2024\n", taken(2, {"d": day("2024-01-02", "2024-12-31")})),
    text("dates with names of months", "d,e,f\n31 Jan 2024,1-feb-2024,\"March 3, 2024\"\n1 September 2024,30-Apr-2024,Dec 31 2024\n", taken(2, {"d": day("2024-01-31", "2024-09-01"), "e": day("2024-02-01", "2024-04-30"), "f": day("2024-03-03", "2024-12-31")})),
    text("words that only look like months", "d,n\n31 Jab 2024,1\n1 Fab 2024,2\n", taken(2, {"d": category("31 Jab 2024", "1 Fab 2024"), "n": number("1", "2")})),
    text("dates that could be two things", "d\n01/02/2024\n03/04/2024\n", taken(2, {"d": day("2024-02-01", "2024-04-03")}, "guessed", "month/day/year")),
    text("dates written in two ways", "d,n\n2024-01-31,1\n31.01.2024,2\n", Refused("mixed_dates", ("line 3", "“d”", "“2024-01-31” (line 2)"))),
    text("day and month exchanged in one row", "d,n\n31/12/2024,1\n12/31/2024,2\n", Refused("mixed_dates", ("line 3",))),
    text("a day that there isn't", "d,n\n2024-02-30,1\n2024-02-28,2\n", taken(2, {"d": category("2024-02-30", "2024-02-28"), "n": number("1", "2")})),
    text("a word among dates", "d\n" + "".join(f"2024-01-{n:02}\n" for n in range(1, 29)) + "soon\n", Refused("text_in_dates", ("line 30", "“soon”"))),
    text("numbers to take as text", "zip,n\n01234,1\n98101,2\n", taken(2, {"zip": category("01234", "98101"), "n": number("1", "2")}), as_text=("zip",)),
    text("a column to take as text that there isn't", "a,b\n1,2\n", Refused("column", ("“c”", "“a”, “b”")), as_text=("c",)),
    text("categories in the order of their numbers", "size\n10 cm\n9\n100\nbig\n", taken(4, {"size": category("10 cm", "9", "100", "big")}, "not all of its cells")),
)  # fmt: skip

BROKEN = (
    text("a row too long", "a,b\n1,2\n3,4,5\n6,7\n", Refused("ragged", ("line 3", "3 cells, not 2", "“3,4,5”"))),
    text("a row too short", "a,b\n1,2\n3\n6,7\n", Refused("ragged", ("line 3", "1 cells, not 2"))),
    text("rows of all lengths", "a\n1,2\n3,4,5\n6,7,8,9\n", Refused("ragged")),
    text("a quote that isn't closed", 'a,b\n1,2\n"3,4\n5,6\n', Refused("unclosed_quote", ("line 3",))),
    text("more in a cell behind its quote", 'a,b\n1,2\n"3"4,5\n', Refused("quote", ("line 3",))),
    text("an empty file", b"", Refused("empty")),
    text("blanks and line ends alone", b"  \n\n \t \n", Refused("empty")),
    text("comments alone", "# a\n# b\n", Refused("empty")),
    text("a line without an end", b"a" * 1_200_000, Refused("long_line", ("line 1",))),
    text("more columns than its beginning shows", ",".join(f"c{n}" for n in range(50_000)) + "\n" + ",".join("1" * 50_000) + "\n", Refused("too_large", ("more than",))),
    text("ten thousand columns", ",".join(f"c{n}" for n in range(10_000)) + "\n" + ",".join("1" * 10_000) + "\n", Refused("too_large", ("10,000 columns",))),
    text("a delimiter of two signs", "a::b\n1::2\n", Refused("dialect"), delimiter="::"),
    text("one sign for two things", "a,b\n1,2\n", Refused("dialect"), delimiter=",", quote=","),
)  # fmt: skip

EXHIBITS = (*DIALECTS, *ENCODINGS, *HEADERS, *TYPES, *BROKEN)
