package org.plankton.command;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.plankton.registry.history.ImageState;
import org.plankton.registry.history.Membership;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.history.WholeImage.Untold;
import org.plankton.registry.image.ContainerFormat;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.Properties;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Tags;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.image.Words;
import org.plankton.registry.ports.ImageSource;

/**
 * Images as JSON: an object is an image, with its id and what {@link ImageState} says of it, by the same names. Also
 * read is what the registry that came before told of images at {@code /images/detail}, which has no members.
 */
final class ImageLines {
    /** Numbers are kept as they are written. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final ObjectReader WHOLE_LINE = MAPPER.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** What JSON may have before its first token, and an editor before that. */
    private static final String BLANK = " \t\r\n\u00ef\u00bb\u00bf";

    private static final int MOST_BLANK = 1000;

    /** What the registry that came before says of images, and is none of their fields here. */
    private static final List<String> OF_THE_OLD_ALONE =
            List.of("store", "uri", "deleted_at", "description", "mapfile");

    private static final Set<Untold> UNTOLD_BY_THE_OLD = Set.of(Untold.PRIVACY, Untold.MEMBERS, Untold.OPENSTACKS);

    private ImageLines() {}

    static String line(WholeImage whole) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", whole.image().id());
        fields.putAll(ImageState.of(whole.image(), whole.members()).values());
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The id in a line that is one. */
    static String id(String line) throws IOException {
        return MAPPER.readTree(line).path("id").asText();
    }

    /**
     * Hands over what is in the file: lines, or an array. A line that is no JSON is refused, and so is what is behind a
     * place in an array that is none.
     *
     * @param name the file's
     * @throws IOException if it cannot be read
     */
    static void read(InputStream file, String name, ImageSource.Reader reader) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(file);
        if (isArray(bytes)) {
            readArray(bytes, name, reader);
        } else {
            readLines(bytes, name, reader);
        }
    }

    private static boolean isArray(BufferedInputStream bytes) throws IOException {
        bytes.mark(MOST_BLANK);
        int first = bytes.read();
        for (int read = 1; read < MOST_BLANK && first >= 0 && BLANK.indexOf(first) >= 0; read++) {
            first = bytes.read();
        }
        bytes.reset();
        return first == '[';
    }

    private static void readLines(InputStream bytes, String name, ImageSource.Reader reader) throws IOException {
        // By which each byte is a character, and back.
        BufferedReader lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.ISO_8859_1));
        long number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            JsonNode object;
            try {
                object = WHOLE_LINE.readTree(line.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException e) {
                reader.refuse("", "", "line " + number + " of " + name + " is no JSON: " + problem(e));
                continue;
            }
            hand(object, reader);
        }
    }

    private static void readArray(InputStream bytes, String name, ImageSource.Reader reader) throws IOException {
        try (JsonParser json = MAPPER.createParser(bytes)) {
            json.nextToken();
            JsonNode object = next(json, name, reader);
            while (object != null) {
                hand(object, reader);
                object = next(json, name, reader);
            }
        }
    }

    /** Null if there is no other. */
    private static JsonNode next(JsonParser json, String name, ImageSource.Reader reader) throws IOException {
        try {
            if (json.nextToken() != JsonToken.END_ARRAY) {
                return json.readValueAsTree();
            }
            if (json.nextToken() != null) {
                reader.refuse("", "", name + " has something behind its array");
            }
        } catch (JsonProcessingException e) {
            reader.refuse(
                    "",
                    "",
                    name + " is no JSON from line " + json.currentLocation().getLineNr() + " on: " + problem(e));
        }
        return null;
    }

    private static String problem(IOException e) {
        return e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
    }

    private static void hand(JsonNode object, ImageSource.Reader reader) throws IOException {
        WholeImage whole;
        try {
            whole = new Fields(object).whole();
        } catch (Fault fault) {
            reader.refuse(object.path("id").asText(), object.path("name").asText(), fault.getMessage());
            return;
        }
        reader.read(whole, List.of());
    }

    /** An object's, of which each is asked for once, so that none is overlooked. */
    private static final class Fields {
        private final SortedMap<String, JsonNode> left = new TreeMap<>();

        Fields(JsonNode object) {
            if (!object.isObject()) {
                throw Fault.badRequest("it is no JSON object");
            }
            object.properties().forEach(field -> {
                if (!field.getValue().isNull()) {
                    left.put(field.getKey(), field.getValue());
                }
            });
        }

        WholeImage whole() {
            boolean isOld = left.containsKey("is_public");
            String id = text("id");
            String owner = text("owner");
            Visibility visibility = isOld
                    ? truth("is_public") ? Visibility.PUBLIC : Visibility.PRIVATE
                    : word("visibility", Visibility.class);
            Status status = word(left.containsKey("own_status") ? "own_status" : "status", Status.class);
            if (isOld) {
                require(!truth("is_snapshot"), "it is a snapshot, which stays with who has made it");
                OF_THE_OLD_ALONE.forEach(left::remove);
            }
            Metadata metadata = new Metadata(
                    text("name"),
                    word("disk_format", DiskFormat.class),
                    word("container_format", ContainerFormat.class),
                    visibility,
                    truth("protected"),
                    minimum("min_ram"),
                    minimum("min_disk"),
                    truth("hidden"),
                    new Tags(texts("tags")),
                    new Properties(named("properties")));
            Content content = content(isOld);
            SortedMap<String, Membership> members = members();
            Instant createdAt = time("created_at");
            Instant updatedAt = left.containsKey("updated_at") ? time("updated_at") : createdAt;
            // What was found of the file is found anew.
            List.of("status", "file", "found_at").forEach(left::remove);
            requireNoneLeft("an image");
            return new WholeImage(
                    new Image(id, owner, metadata, status, null, content, createdAt, updatedAt, null),
                    members,
                    isOld ? UNTOLD_BY_THE_OLD : Set.of());
        }

        /** @param isOld whether the location is not percent-encoded */
        private Content content(boolean isOld) {
            String location = text("location");
            long size = number("size");
            String checksum = text("checksum");
            String uuid = text("object_uuid");
            String md5 = text("md5");
            String sha512 = text("sha512");
            OptionalLong virtual =
                    left.containsKey("virtual_size") ? OptionalLong.of(number("virtual_size")) : OptionalLong.empty();
            boolean isOwn = truth("owns_bytes");
            return location.isEmpty()
                    ? null
                    : new Content(
                            isOld ? Location.plain(location) : Location.parse(location),
                            size,
                            checksum,
                            uuid.isEmpty() ? null : uuid,
                            md5,
                            sha512,
                            virtual,
                            isOwn);
        }

        private SortedMap<String, Membership> members() {
            SortedMap<String, Membership> members = new TreeMap<>();
            JsonNode all = left.remove("members");
            if (all != null) {
                require(all.isObject(), "members must be an object: accounts, and of each an object");
                all.properties().forEach(one -> {
                    Fields its = new Fields(one.getValue());
                    members.put(
                            one.getKey(),
                            new Membership(its.truth("can_share"), its.word("status", MemberStatus.class)));
                    its.requireNoneLeft("a member");
                });
            }
            return members;
        }

        private void requireNoneLeft(String of) {
            if (!left.isEmpty()) {
                throw Fault.badRequest(left.firstKey() + " is no field of " + of);
            }
        }

        private static void require(boolean isSo, String problem) {
            if (!isSo) {
                throw Fault.badRequest(problem);
            }
        }

        /** Empty if it is not there. */
        private String text(String name) {
            JsonNode value = left.remove(name);
            require(value == null || value.isTextual(), name + " must be a text");
            return value == null ? "" : value.textValue();
        }

        private boolean truth(String name) {
            JsonNode value = left.remove(name);
            require(value == null || value.isBoolean(), name + " must be true or false");
            return value != null && value.booleanValue();
        }

        /** Also as a text, as the registry that came before had it; 0 if it is not there. */
        private long number(String name) {
            JsonNode value = left.remove(name);
            if (value == null) {
                return 0;
            }
            try {
                long number = new BigDecimal(value.asText()).longValueExact();
                require(number >= 0, name + " must not be negative");
                return number;
            } catch (ArithmeticException | NumberFormatException e) {
                throw Fault.badRequest(name + " must be a whole number");
            }
        }

        private int minimum(String name) {
            long number = number(name);
            require(number <= Integer.MAX_VALUE, name + " must not be over " + Integer.MAX_VALUE);
            return (int) number;
        }

        private List<String> texts(String name) {
            JsonNode value = left.remove(name);
            List<String> texts = new ArrayList<>();
            if (value != null) {
                require(value.isArray(), name + " must be an array of texts");
                value.forEach(one -> {
                    require(one.isTextual(), name + " must be an array of texts");
                    texts.add(one.textValue());
                });
            }
            return texts;
        }

        private Map<String, String> named(String name) {
            JsonNode value = left.remove(name);
            Map<String, String> texts = new LinkedHashMap<>();
            if (value != null) {
                require(value.isObject(), name + " must be an object of texts");
                value.properties().forEach(one -> {
                    require(one.getValue().isValueNode(), name + " must be an object of texts");
                    if (!one.getValue().isNull()) {
                        texts.put(one.getKey(), one.getValue().asText());
                    }
                });
            }
            return texts;
        }

        /** Null if it is not there. */
        private <E extends Enum<E>> E word(String name, Class<E> type) {
            String text = text(name);
            if (text.isEmpty()) {
                return null;
            }
            return Words.find(type, text).orElseThrow(() -> Fault.badRequest(name + " must be " + Words.any(type)));
        }

        /** With or without {@code Z}, or a blank in place of the {@code T}: in UTC. */
        private Instant time(String name) {
            String text = text(name);
            try {
                String iso = text.replace(' ', 'T');
                return Instant.parse(iso.endsWith("Z") ? iso : iso + "Z");
            } catch (DateTimeParseException e) {
                throw Fault.badRequest(name + " must be a time, as in 2026-11-30T12:00:00Z");
            }
        }
    }
}
