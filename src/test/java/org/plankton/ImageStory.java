package org.plankton;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.plankton.KnownImage.Dialect;
import org.plankton.cloud.User;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.testing.Client;
import org.plankton.testing.Parties;

/** What is done to one image, and what it makes known of it. */
final class ImageStory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATCH = "application/openstack-images-v2.1-json-patch";

    private final Parties parties;
    private final Client client;

    /** What it is called if it is registered. */
    final String file;

    final KnownImage known = new KnownImage();
    String id;

    /** Null unless its bytes were uploaded over v2. */
    private String place;

    /** Null if all went well. */
    AssertionError failure;

    ImageStory(Parties parties, Client client, int number) {
        this.parties = parties;
        this.client = client;
        file = "file-" + number;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private HttpResponse<String> send(
            String method, String path, User user, String body, List<String> headers, int status) {
        HttpResponse<String> answer = client.send(
                method, path.replace("{id}", String.valueOf(id)), user.token(), body, headers.toArray(String[]::new));
        assertThat(answer.statusCode())
                .as(method + " " + path + " " + answer.body())
                .isEqualTo(status);
        return answer;
    }

    private static List<String> headers(String[] properties, String... others) {
        List<String> headers = new ArrayList<>(List.of(others));
        for (int i = 0; i < properties.length; i += 2) {
            headers.add("X-Image-Meta-Property-" + PercentEncoding.encodeName(properties[i]));
            headers.add(PercentEncoding.encodeValue(properties[i + 1]));
        }
        return headers;
    }

    // Guide and synnefo.

    /** What is at the image's location, or a file of its own: all is reset that the dialect knows of. */
    ImageStory register(Dialect dialect, String name, boolean isPublic, String... properties) {
        boolean isNew = id == null;
        if (isNew) {
            parties.upload(User.ALICE, file);
            known.bytes = "content of " + file;
        }
        String object = known.isUploaded ? place() : file;
        List<String> headers = headers(
                properties,
                "X-Image-Meta-Name",
                PercentEncoding.encodeValue(name),
                "X-Image-Meta-Location",
                Parties.location(User.ALICE, object),
                "X-Image-Meta-Is-Public",
                String.valueOf(isPublic));
        String registered = send("POST", dialect.mount + "/images", User.ALICE, "", headers, 200)
                .headers()
                .firstValue("x-image-meta-id")
                .orElseThrow();
        assertThat(isNew || registered.equals(id)).isTrue();
        id = registered;
        known.name = name;
        known.diskFormat = "diskdump";
        known.containerFormat = "bare";
        known.visibility = isPublic ? "public" : "private";
        known.status = "available";
        known.isProtected = false;
        known.isHidden = false;
        known.minRam = 0;
        known.minDisk = 0;
        known.answer = null;
        known.replace(dialect, properties);
        return this;
    }

    ImageStory update(Dialect dialect, String... properties) {
        send("PUT", dialect.mount + "/images/{id}", User.ALICE, "", headers(properties), 200);
        known.merge(dialect, properties);
        return this;
    }

    ImageStory rename(Dialect dialect, String name) {
        put(dialect, "Name", PercentEncoding.encodeValue(name));
        known.name = name;
        return this;
    }

    /** Of the first version of Glance's, too. */
    ImageStory publish(Dialect dialect, boolean isPublic) {
        put(dialect, "Is-Public", String.valueOf(isPublic));
        known.publish(isPublic);
        return this;
    }

    ImageStory status(Dialect dialect, String word) {
        put(dialect, "Status", word);
        known.status = word;
        return this;
    }

    private void put(Dialect dialect, String field, String value) {
        List<String> headers = List.of("X-Image-Meta-" + field, value, "X-Glance-Registry-Purge-Props", "false");
        send("PUT", dialect.mount + "/images/{id}", User.ALICE, "", headers, 200);
    }

    /** Nobody is asked. */
    ImageStory share(Dialect dialect) {
        send("PUT", dialect.mount + "/images/{id}/members/" + User.BOB.account(), User.ALICE, "", List.of(), 204);
        known.answer = "accepted";
        known.visibility = known.visibility.equals("private") ? "shared" : known.visibility;
        return this;
    }

    // Glance's first version.

    private static List<String> formats(String[] properties, String... others) {
        List<String> headers = headers(properties, others);
        headers.addAll(List.of("X-Image-Meta-Disk_format", "raw", "X-Image-Meta-Container_format", "bare"));
        return headers;
    }

    private ImageStory made(HttpResponse<String> answer, String... properties) {
        id = json(answer.body()).path("image").path("id").textValue();
        known.diskFormat = "raw";
        known.containerFormat = "bare";
        known.merge(Dialect.GLANCE, properties);
        return this;
    }

    ImageStory reserve(String... properties) {
        return made(send("POST", "/v1/images", User.ALICE, "", formats(properties), 201), properties);
    }

    ImageStory registerLocation(String... properties) {
        parties.upload(User.ALICE, file);
        known.bytes = "content of " + file;
        known.status = "available";
        List<String> headers = formats(properties, "X-Image-Meta-Location", Parties.location(User.ALICE, file));
        return made(send("POST", "/v1/images", User.ALICE, "", headers, 201), properties);
    }

    ImageStory postBytes(String... properties) {
        uploaded();
        List<String> headers = formats(properties, "Content-Type", "application/octet-stream");
        return made(send("POST", "/v1/images", User.ALICE, known.bytes, headers, 201), properties);
    }

    ImageStory putBytes() {
        uploaded();
        List<String> headers = List.of("Content-Type", "application/octet-stream");
        send("PUT", "/v1/images/{id}", User.ALICE, known.bytes, headers, 200);
        return this;
    }

    /** Of which the registry finds that they are not those that were announced. */
    ImageStory putWrongBytes() {
        List<String> headers =
                List.of("Content-Type", "application/octet-stream", "X-Image-Meta-Checksum", "0".repeat(32));
        send("PUT", "/v1/images/{id}", User.ALICE, "wrong", headers, 400);
        known.status = "error";
        return this;
    }

    private void uploaded() {
        known.bytes = "bytes of " + file;
        known.isUploaded = true;
        known.status = "available";
    }

    ImageStory purge(String... properties) {
        send("PUT", "/v1/images/{id}", User.ALICE, "", headers(properties), 200);
        known.replace(Dialect.GLANCE, properties);
        return this;
    }

    ImageStory merge(String... properties) {
        List<String> headers = headers(properties, "X-Glance-Registry-Purge-Props", "false");
        send("PUT", "/v1/images/{id}", User.ALICE, "", headers, 200);
        known.merge(Dialect.GLANCE, properties);
        return this;
    }

    ImageStory protect() {
        put(Dialect.GLANCE, "Protected", "True");
        known.isProtected = true;
        return this;
    }

    ImageStory need(int minRam, int minDisk) {
        put(Dialect.GLANCE, "Min_ram", String.valueOf(minRam));
        put(Dialect.GLANCE, "Min_disk", String.valueOf(minDisk));
        known.minRam = minRam;
        known.minDisk = minDisk;
        return this;
    }

    // Images v2.

    /** With formats. */
    ImageStory create(String image) {
        ObjectNode said = (ObjectNode) json(image);
        said.put("disk_format", "raw").put("container_format", "bare");
        return createWithout(said.toString());
    }

    /** What is said, and nothing else. */
    ImageStory createWithout(String image) {
        HttpResponse<String> answer = send("POST", "/v2/images", User.ALICE, image, List.of(), 201);
        id = json(answer.body()).path("id").textValue();
        known.visibility = "shared";
        json(image).properties().forEach(field -> known.say(field.getKey(), field.getValue()));
        return this;
    }

    ImageStory upload() {
        uploaded();
        List<String> headers = List.of("Content-Type", "application/octet-stream");
        send("PUT", "/v2/images/{id}/file", User.ALICE, known.bytes, headers, 204);
        String location = send("HEAD", "/images/{id}", User.ALICE, "", List.of(), 200)
                .headers()
                .firstValue("x-image-meta-location")
                .orElseThrow();
        place = location.substring(location.lastIndexOf('/') + 1);
        return this;
    }

    /** Where its bytes are in the owner's container, if they were uploaded: over v2 behind its id stands another. */
    String place() {
        if (place == null) {
            return id;
        }
        assertThat(place).startsWith(id + "-");
        return place;
    }

    /** Of another format than the image. */
    ImageStory uploadInVain() {
        patch("disk_format", "\"qcow2\"");
        List<String> headers = List.of("Content-Type", "application/octet-stream");
        send("PUT", "/v2/images/{id}/file", User.ALICE, "no qcow2", headers, 415);
        return this;
    }

    /** @param value as it is in JSON */
    ImageStory patch(String key, String value) {
        String path = key.replace("~", "~0").replace("/", "~1");
        patch("[{\"op\": \"add\", \"path\": " + JsonNodeFactory.instance.textNode("/" + path) + ", \"value\": " + value
                + "}]");
        known.say(key, json(value));
        return this;
    }

    ImageStory remove(String key) {
        patch("[{\"op\": \"remove\", \"path\": \"/" + key + "\"}]");
        known.properties.remove(key);
        return this;
    }

    private void patch(String changes) {
        send("PATCH", "/v2/images/{id}", User.ALICE, changes, List.of("Content-Type", PATCH), 200);
    }

    ImageStory tag(String tag) {
        send("PUT", "/v2/images/{id}/tags/" + PercentEncoding.encodePart(tag), User.ALICE, "", List.of(), 204);
        known.tags.add(tag);
        return this;
    }

    ImageStory untag(String tag) {
        send("DELETE", "/v2/images/{id}/tags/" + PercentEncoding.encodePart(tag), User.ALICE, "", List.of(), 204);
        known.tags.remove(tag);
        return this;
    }

    ImageStory act(String action) {
        send("POST", "/v2/images/{id}/actions/" + action, User.ALICE, "", List.of(), 204);
        known.status = action.equals("deactivate") ? "unavailable" : "available";
        return this;
    }

    ImageStory invite() {
        String member = "{\"member\": \"" + User.BOB.account() + "\"}";
        send("POST", "/v2/images/{id}/members", User.ALICE, member, List.of(), 200);
        known.answer = "pending";
        return this;
    }

    ImageStory answer(String word) {
        String answer = "{\"status\": \"" + word + "\"}";
        send("PUT", "/v2/images/{id}/members/" + User.BOB.account(), User.BOB, answer, List.of(), 200);
        known.answer = word;
        return this;
    }
}
