package org.plankton.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A test in plain text: requests, and what must come back. It reads like {@code curl -v}.
 *
 * <pre>{@code
 * # Why this conversation exists.
 * > PUT /cloud/object-store/v1/{alice}/images/a.diskdump
 * > X-Auth-Token: alice-token
 * > Content-Type: application/octet-stream
 * >
 * > some bytes
 * < 201
 * < x-object-version: {version}
 * }</pre>
 *
 * <p>A request is a method and a target, headers, and behind a blank {@code >} its body. {@code {name}} is replaced by
 * the variable's value: {@code alice}, {@code bob}, {@code carol} and {@code admin} are those users' accounts,
 * {@code host} is the cloud's Host header, {@code registry} the registry's address, {@code images} and {@code shared}
 * are the dialect's paths of images and shared images, and others come from answers. {@code {x*255}} is 255 times x,
 * whatever single character x is. In a header {@code \xNN} is one raw byte; all else is UTF-8. A body gets its
 * Content-Length unless one is given; a Content-Length given without a body is sent all the same. Targets that begin
 * with {@code /cloud/} go to the development cloud, all others to the registry.
 *
 * <p>An answer is a status and whatever is expected of the rest; what is not mentioned may be anything:
 * <ul>
 *   <li>{@code < name: value}: that header, with exactly that value, only that case and blanks do not matter in a
 *       Content-Type; mentioned twice, it must come twice in that order. A name with a capital letter must be spelled
 *       so
 *   <li>{@code < !name}: no such header
 *   <li>{@code < only prefix*}: of the headers that begin so, only those mentioned
 *   <li>behind a blank {@code <}: the body. If what is expected is JSON, it is compared as JSON without regard to the
 *       order of keys; a key {@code "..."}, or an array's element {@code "..."}, stands for any number of others. An
 *       array that begins with {@code "in any order"} has the other elements in any; {@code "..."} is the last of them.
 *       Otherwise it is compared as text. If nothing follows the blank line, there must be no body.
 * </ul>
 * In headers, texts and JSON's strings {@code {name}} must be the variable's value or, if there is no such variable
 * yet, becomes one, which is not empty; in JSON's keys it must be one already. {@code {*}} is anything, in place of a
 * JSON value too, and {@code {#name}} a whole number there. {@code {name:regex}} and {@code {*:regex}} are what is of
 * that form, or the value of a variable that is known already.
 *
 * <p>A conversation with a registry begins where {@code src/test/wire/files.http} ends: there are files, and their ids
 * are known, but no images.
 *
 * @param file where it is written
 * @param mount what the dialect that is spoken has before {@code /images}; empty: the registry has no part in it
 */
public record Conversation(Path file, Optional<String> mount, List<Exchange> exchanges) {
    private static final Path FOLDER = Path.of("src/test/wire");

    /** By the folder of their own conversations; those about quotas are held with several at once,
     * those about the page with one that is set up and lets visitors in. */
    private static final Map<String, String> MOUNTS = Map.of(
            "guide", "",
            "synnefo", "/v1.0",
            "glance", "/v1",
            "glance-v2", "/v2",
            "catalogue", "/catalogue/v1",
            "page", "/catalogue/v1",
            "quotas", "/v2");

    /** Of conversations that are held in each of {@link #PLANKTON}'s dialects. */
    private static final String SHARED = "both";

    private static final Set<String> PLANKTON = Set.of("guide", "synnefo");

    /**
     * All conversations of a folder below {@code src/test/wire}, by name. With those of the guide's dialect or
     * Synnefo's come those of {@code both}.
     *
     * @throws IllegalArgumentException if there is none, or one of them cannot be read
     */
    public static List<Conversation> in(String folder) {
        Optional<String> mount = Optional.ofNullable(MOUNTS.get(folder));
        Stream<Path> files = list(folder);
        return (PLANKTON.contains(folder) ? Stream.concat(list(SHARED), files) : files)
                .map(file -> read(file, mount))
                .toList();
    }

    /** The folders that there are, by name. */
    static List<String> folders() {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is said before every conversation with a registry. */
    static Conversation files() {
        return read(FOLDER.resolve("files.http"), Optional.empty());
    }

    /** The same, where the dialect is mounted a second time. */
    Conversation at(String otherMount) {
        return new Conversation(file, Optional.of(otherMount), exchanges);
    }

    private static Stream<Path> list(String folder) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
            List<Path> conversations = files.filter(file -> file.toString().endsWith(".http"))
                    .sorted()
                    .toList();
            if (conversations.isEmpty()) {
                throw new IllegalArgumentException("no conversations in " + FOLDER.resolve(folder));
            }
            return conversations.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Conversation read(Path file, Optional<String> mount) {
        try {
            return new Conversation(file, mount, parse(file.toString(), Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param name of the text, for messages */
    static List<Exchange> parse(String name, String text) {
        List<Exchange> exchanges = new ArrayList<>();
        List<String> lines = text.lines().toList();
        boolean answered = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(">")) {
                if (answered) {
                    exchanges.add(new Exchange(i + 1, new ArrayList<>(), new ArrayList<>()));
                }
                answered = false;
                exchanges.get(exchanges.size() - 1).request().add(content(line));
            } else if (line.startsWith("<") && !exchanges.isEmpty()) {
                answered = true;
                exchanges.get(exchanges.size() - 1).expected().add(content(line));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException(name + ":" + (i + 1) + ": not a line of a conversation: " + line);
            }
        }
        for (Exchange exchange : exchanges) {
            boolean request = exchange.request().get(0).matches("[A-Z]+ [/{]\\S*( HTTP/1\\.[01])?");
            if (!request
                    || exchange.expected().isEmpty()
                    || !exchange.expected().get(0).matches("\\d{3}")) {
                throw new IllegalArgumentException(
                        name + ":" + exchange.line() + ": not a request and an answer with a status");
            }
        }
        if (exchanges.isEmpty()) {
            throw new IllegalArgumentException(name + ": nothing is said");
        }
        return exchanges;
    }

    private static String content(String line) {
        return line.startsWith(" ", 1) ? line.substring(2) : line.substring(1);
    }

    /** What a list of tests shows. */
    @Override
    public String toString() {
        return file.getFileName().toString().replace(".http", "");
    }
}
