"""Other programs' and collections' ways of storing, made small."""

import numpy as np

from tests.museum import made
from tests.museum.exhibits import Exhibit, Refused, category, number, taken, text, yes_no

DIGITS = np.arange(5 * 4, dtype=np.uint8).reshape(5, 2, 2)
LABELS = np.array([7, 1, 7, 1, 1], np.uint8)
PIXELS = {
    "row 0, column 0": number("0", "4"),
    "row 0, column 1": number("1", "5"),
    "row 1, column 0": number("2", "6"),
    "row 1, column 1": number("3", "7"),
}
IRIS = "5.1,3.5,1.4,0.2,Iris-setosa\n7.0,3.2,4.7,1.4,Iris-versicolor\n6.3,3.3,6.0,2.5,Iris-virginica\n\n"
IRIS_NUMBERS = {
    "column 0": number("5.1", "7", "6.3"),
    "column 1": number("3.5", "3.2", "3.3"),
    "column 2": number("1.4", "4.7", "6"),
    "column 3": number("0.2", "1.4", "2.5"),
}
SPECIES = category("Iris-setosa", "Iris-versicolor", "Iris-virginica")
ORANGE = (
    "sepal length\tsepal width\tiris\nc\tc\td\n\t\tclass\n"
    "5.1\t3.5\tIris-setosa\n7.0\t3.2\tIris-versicolor\n6.3\t3.3\tIris-virginica\n"
)

EXHIBITS = (
    Exhibit(
        "Keras: mnist.npz",
        {"mnist.npz": made.npz(compressed=True, x_train=DIGITS[:3], y_train=LABELS[:3], x_test=DIGITS[3:], y_test=LABELS[3:])},
        taken(5, PIXELS | {"y": category("7", "1", "7", "1"), "part": category("train", "train", "train", "test")}, "test set of its own", image_shape=(2, 2)),
    ),
    Exhibit(
        "MNIST: pictures with their labels beside them",
        {"train-images-idx3-ubyte": made.idx(DIGITS), "train-labels-idx1-ubyte": made.idx(LABELS)},
        taken(5, PIXELS | {"label": category("7", "1", "7")}, "“train-labels-idx1-ubyte”", image_shape=(2, 2)),
    ),
    Exhibit(
        "MNIST: all four files, compressed",
        {
            "train-images-idx3-ubyte.gz": made.packed(made.idx(DIGITS[:3])),
            "train-labels-idx1-ubyte.gz": made.packed(made.idx(LABELS[:3])),
            "t10k-images-idx3-ubyte.gz": made.packed(made.idx(DIGITS[3:])),
            "t10k-labels-idx1-ubyte.gz": made.packed(made.idx(LABELS[3:])),
        },
        taken(5, PIXELS | {"label": category("7", "1", "7", "1"), "part": category("train", "train", "train", "test")}, image_shape=(2, 2)),
    ),
    text("UCI: iris.data, no names, the class last", IRIS, taken(3, IRIS_NUMBERS | {"column 4": SPECIES}, header=-1), name="iris.data"),
    text("UCI: wine.data, no names, the class first", "1,14.23,1.71\n1,13.2,1.78\n3,12.86,1.35\n", taken(3, {"column 0": number("1", "1", "3"), "column 1": number("14.23", "13.2"), "column 2": number("1.71", "1.78")}, header=-1), name="wine.data"),
    text("UCI: adult.data, blanks behind commas and ?", "39, State-gov, 77516, <=50K\n50, ?, 83311, >50K\n38, Private, 215646, <=50K\n", taken(3, {"column 0": number("39", "50"), "column 1": category("State-gov", "", "Private"), "column 2": number("77516"), "column 3": category("<=50K", ">50K")}, "“?” (1)"), name="adult.data"),
    text("UCI: wdbc.data, a number of the row and the class first", "842302,M,17.99\n842517,M,20.57\n8510426,B,13.54\n", taken(3, {"column 0": number("842302"), "column 1": category("M", "M", "B"), "column 2": number("17.99")}, header=-1), name="wdbc.data"),
    text("UCI: auto-mpg.data, columns of blanks and quotes", '18.0   8   307.0  "chevrolet chevelle"\n15.0   8   ?      "buick skylark"\n24.0   4   113.0  "toyota corona"\n', taken(3, {"column 0": number("18", "15"), "column 1": number("8", "8"), "column 2": number("307", ""), "column 3": category("chevrolet chevelle")}, header=-1), name="auto-mpg.data"),
    text("scikit-learn: iris.csv", "3,4,setosa,versicolor,virginica\n5.1,3.5,1.4,0.2,0\n7.0,3.2,4.7,1.4,1\n6.3,3.3,6.0,2.5,2\n", taken(3, IRIS_NUMBERS | {"class": category("setosa", "versicolor", "virginica")}, "scikit-learn")),
    text("scikit-learn: wine_data.csv, whose first line is shorter", "4,5,class_0,class_1\n14.23,1.71,2.43,15.6,127,0\n13.2,1.78,2.14,11.2,100,0\n12.3,1.1,2.2,18,101,1\n12.8,1.3,2.4,20,86,1\n", taken(4, {"column 0": number("14.23"), "column 1": number("1.71"), "column 2": number("2.43"), "column 3": number("15.6"), "column 4": number("127"), "class": category("class_0", "class_0", "class_1", "class_1")})),
    text("scikit-learn: diabetes, as numpy.savetxt writes it", "3.807590643342410180e-02 5.068011873981870252e-02\n-1.882016527791040067e-03 -4.464163650698899782e-02\n", taken(2, {"column 0": number("0.0380759064334241"), "column 1": number("0.0506801187398187")}, delimiter=" ")),
    text("Orange: iris.tab, three rows before the data", ORANGE, taken(3, {"sepal length": number("5.1", "7"), "sepal width": number("3.5", "3.2"), "iris": SPECIES}, "Orange", "as its class: “iris”"), name="iris.tab"),
    text("Orange: numbers that are discrete", "x\tgrade\ncontinuous\tdiscrete\n\tclass\n1.5\t2\n2.5\t1\n", taken(2, {"x": number("1.5", "2.5"), "grade": category("2", "1")})),
    text("palmerpenguins: missing values and categories", "species,island,bill_length_mm,sex,year\nAdelie,Torgersen,39.1,male,2007\nAdelie,Torgersen,NA,NA,2007\nGentoo,Biscoe,46.1,female,2008\n", taken(3, {"species": category("Adelie", "Adelie", "Gentoo"), "island": category("Torgersen"), "bill_length_mm": number("39.1", "", "46.1"), "sex": category("male", "", "female"), "year": number("2007")}, "“NA” (2)")),
    text("R: write.csv", '"","Ozone","Month"\n"1",41,5\n"2",NA,6\n', taken(2, {"column 0": number("1", "2"), "Ozone": number("41", ""), "Month": number("5", "6")})),
    text("R: write.csv2", '"Ozone";"Wind"\n41;7,4\nNA;8\n', taken(2, {"Ozone": number("41", ""), "Wind": number("7.4", "8")})),
    text("Kaggle: train.csv of the digits", "label,pixel0,pixel1\n1,0,255\n0,12,0\n", taken(2, {"label": number("1", "0"), "pixel0": number("0", "12"), "pixel1": number("255", "0")})),
    text("Kaggle: the Titanic, with commas in names", 'PassengerId,Survived,Name,Age\n1,0,"Braund, Mr. Owen",22\n2,1,"Cumings, Mrs. John (Florence)",\n', taken(2, {"PassengerId": number("1", "2"), "Survived": number("0", "1"), "Name": category("Braund, Mr. Owen"), "Age": number("22", "")})),
    text("SPSS: decimal commas and yes or no", "alter;raucher\n31,5;ja\n44;nein\n", taken(2, {"alter": number("31.5", "44"), "raucher": yes_no("ja", "nein")})),
    text("Weka: ARFF", "% iris\n@relation iris\n@attribute a numeric\n@data\n1\n", Refused("other_format", ("Weka", "CSV")), name="iris.arff"),
    text("Python: a pickle", b"\x80\x04\x95\x10\0\0\0\0\0\0\0]\x94.", Refused("other_format", ("pickle",)), name="data.pkl"),
    text("HDF5", b"\x89HDF\r\n\x1a\n" + bytes(100), Refused("other_format", ("HDF5", "numpy.savez")), name="data.h5"),
    text("MATLAB", b"MATLAB 5.0 MAT-file, Platform: GLNXA64" + bytes(90), Refused("other_format", ("MATLAB",)), name="data.mat"),
    text("a page of the web", "<!DOCTYPE html>\n<table><tr><td>1</td></tr></table>\n", Refused("other_format", ("web",)), name="table.csv"),
    text("a text compressed by gzip", made.packed(b"a,b\n1,2\n"), Refused("other_format", ("gzip", "Unpack")), name="table.csv.gz"),
)  # fmt: skip
