package org.plankton.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A figure of a row in a container, as one line of a file: fields with tabs between them. */
record Result(String row, String container, Figure figure) {
    static void append(Path file, List<Result> results) throws IOException {
        Files.write(
                file,
                results.stream().map(Result::line).toList(),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    static List<Result> read(Path file) throws IOException {
        return Files.readAllLines(file).stream().map(Result::of).toList();
    }

    private String line() {
        return String.join(
                "\t",
                row,
                container,
                figure.name(),
                figure.owed(),
                figure.measured().replaceAll("[\\s|]+", " "), // a message, perhaps
                String.valueOf(figure.isKept()));
    }

    private static Result of(String line) {
        String[] fields = line.split("\t", -1);
        return new Result(
                fields[0], fields[1], new Figure(fields[2], fields[3], fields[4], Boolean.parseBoolean(fields[5])));
    }
}
