package org.plankton.glance;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.plankton.http.BoundedHttpClient;
import org.plankton.http.RemoteService;
import org.plankton.http.Response;
import org.plankton.http.StreamingHttpClient;
import org.plankton.http.StreamingHttpClient.Download;
import org.plankton.registry.history.Membership;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ByteSource;
import org.plankton.registry.ports.ImageSource;

/**
 * A Glance that is asked by its calls, Images v2, as one of its administrators: {@code GET /v2/images}, page by page,
 * once more for hidden ones, and for the members of those that are shared.
 *
 * <p>Those come first that were made first, so that nothing is missed while others are made.
 */
public final class GlanceApi implements ImageSource, ByteSource, AutoCloseable {
    private static final int PAGE = 500;

    /** For a page, which Glance makes before it sends the first byte; and within one, and an image's bytes. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /** For an image's members. */
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private final Supplier<String> token;
    private final ImageMapping mapping;
    private final RemoteService service;
    private final BoundedHttpClient http;
    private final StreamingHttpClient streams;

    /** What is done with an image of a page. */
    private interface JsonReader {
        void read(JsonNode image) throws IOException;
    }

    /**
     * @param url with or without a version
     * @param setting how the operator has said it
     * @param token an administrator's, asked anew for each call, since it may end before all is done
     * @param look as {@link ImageMapping} has it
     * @param transfers how many images' bytes are fetched at once at most
     */
    public GlanceApi(
            String url,
            String setting,
            Supplier<String> token,
            SwiftLocations swift,
            Optional<Function<Location, Optional<StoredObject>>> look,
            int transfers) {
        this.url = url.replaceFirst("/+$", "").replaceFirst("/v2$", "") + "/v2/images";
        this.token = token;
        this.mapping = new ImageMapping(swift, look);
        this.service = new RemoteService("Glance", setting, url);
        this.http = new BoundedHttpClient(service, TIMEOUT);
        this.streams = new StreamingHttpClient(service, SILENCE, transfers + 1);
    }

    @Override
    public void each(ImageSource.Reader reader) throws IOException {
        eachJson(json -> {
            GlanceImage image;
            try {
                image = GlanceJson.image(json, members(json));
            } catch (Fault fault) {
                if (fault.kind() != Fault.Kind.BAD_REQUEST) {
                    throw fault;
                }
                reader.refuse(json.path("id").asText(), json.path("name").asText(), fault.getMessage());
                return;
            }
            mapping.hand(image, reader);
        });
    }

    @Override
    public void eachHeld(ByteSource.Reader reader) throws IOException {
        eachJson(json -> {
            String status = json.path("status").asText();
            boolean isUnavailable = status.equals("deactivated");
            OptionalLong size = GlanceJson.number(json, "size");
            if ((isUnavailable || status.equals("active")) && size.isPresent()) {
                reader.read(new Held(
                        json.path("id").asText(),
                        isUnavailable,
                        size.getAsLong(),
                        lower(json, "checksum"),
                        lower(json, "os_hash_algo"),
                        lower(json, "os_hash_value")));
            }
        });
    }

    private static String lower(JsonNode json, String field) {
        String text = GlanceJson.text(json, field);
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    /** Hidden images are in no list of others. */
    private void eachJson(JsonReader reader) throws IOException {
        for (String which : List.of("", "&os_hidden=true")) {
            String query = "visibility=all" + which + "&sort_key=created_at&sort_dir=asc&limit=" + PAGE;
            Set<String> asked = new HashSet<>();
            while (!query.isEmpty()) {
                if (!asked.add(query)) {
                    throw service.unreliable("has a page that leads back to an earlier one");
                }
                Page page = page(query);
                for (JsonNode image : page.images) {
                    reader.read(image);
                }
                query = page.next;
            }
        }
    }

    /** @param next the query of the next page; empty if there is none */
    private record Page(List<JsonNode> images, String next) {}

    /** Read whole before anything is done with it: Glance, or a proxy, does not wait for long for who reads slowly. */
    private Page page(String query) throws IOException {
        List<JsonNode> images = null;
        String next = "";
        try (Download answer = streams.open(get(url + "?" + query))) {
            requireList(answer.head());
            try (JsonParser json = JSON.createParser(answer.body())) {
                requireToken(json.nextToken() == JsonToken.START_OBJECT);
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String field = json.currentName();
                    JsonToken value = json.nextToken();
                    if (field.equals("images")) {
                        requireToken(value == JsonToken.START_ARRAY);
                        images = images(json);
                    } else if (field.equals("next") && value == JsonToken.VALUE_STRING) {
                        // Glance does not know by which address it is asked.
                        next = json.getText().replaceFirst("^[^?]*\\??", "");
                    } else {
                        json.skipChildren();
                    }
                }
                requireToken(json.currentToken() == JsonToken.END_OBJECT && images != null);
            } catch (JsonProcessingException e) {
                throw service.unreliable("gave no JSON where it should give a list of images");
            }
        }
        return new Page(images, next);
    }

    private List<JsonNode> images(JsonParser json) throws IOException {
        List<JsonNode> images = new ArrayList<>();
        while (json.nextToken() == JsonToken.START_OBJECT) {
            images.add(JSON.readTree(json));
        }
        requireToken(json.currentToken() == JsonToken.END_ARRAY);
        return images;
    }

    private void requireToken(boolean isSo) {
        if (!isSo) {
            throw service.unreliable("gave no list of images where it should");
        }
    }

    /** Without a list there is nothing that could be refused: whoever asks is not let, or it is no Glance. */
    private void requireList(Response answer) {
        switch (answer.status()) {
            case 403 -> throw new Fault(Fault.Kind.UNAUTHORIZED, "Glance forbids listing images with that token");
            case 404 -> throw service.unreliable("answered 404 to listing images");
            default -> require(answer, "listing images");
        }
    }

    /** Glance tells those of shared images alone; of others its database may have some, too. */
    private Optional<SortedMap<String, Membership>> members(JsonNode json) throws IOException {
        if (!json.path("visibility").asText().equals("shared")) {
            return Optional.empty();
        }
        Response answer = http.exchange(get(address(json.path("id").asText()) + "/members"));
        switch (answer.status()) {
            case 403 -> throw Fault.badRequest("Glance does not show its members to that token");
            case 404 -> throw Fault.badRequest("it has just been deleted there");
            default -> require(answer, "listing members");
        }
        return Optional.of(GlanceJson.members(JSON.readTree(answer.body())));
    }

    @Override
    public InputStream open(Held image) {
        Download answer = streams.open(get(address(image.id()) + "/file"));
        boolean isOpen = false;
        try {
            int status = answer.head().status();
            if (status != 204) { // without a byte
                require(answer.head(), "sending an image's bytes");
            }
            isOpen = true;
            return new HashedStream(answer.body(), OptionalLong.of(image.size()), image.algorithm(), image.hash());
        } finally {
            if (!isOpen) {
                answer.close();
            }
        }
    }

    private String address(String id) {
        return url + "/" + PercentEncoding.encodePart(id);
    }

    private HttpGet get(String address) {
        HttpGet request;
        try {
            request = new HttpGet(address);
        } catch (IllegalArgumentException e) { // a link of Glance's that is none
            throw service.unreliable("has a page that leads to no address");
        }
        request.setHeader("X-Auth-Token", token.get());
        return request;
    }

    private void require(Response answer, String doing) {
        switch (answer.status()) {
            case 200 -> {}
            case 401 -> throw new Fault(Fault.Kind.UNAUTHORIZED, "Glance refuses the token");
            case 403 -> throw new Fault(Fault.Kind.FORBIDDEN, "Glance forbids " + doing + " with that token");
            case 404 -> throw new Fault(Fault.Kind.NOT_FOUND, "Glance has nothing to answer to " + doing);
            case 502, 503, 504 -> throw service.silent("answered " + answer.status() + " to " + doing);
            default -> throw service.unreliable("answered " + answer.status() + " to " + doing);
        }
    }

    @Override
    public void close() throws IOException {
        try (http) {
            streams.close();
        }
    }
}
