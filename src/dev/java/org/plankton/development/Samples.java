package org.plankton.development;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.plankton.cloud.User;

/** Images to look at and to try things on: small files in the development cloud, registered as any client registers. */
final class Samples {
    private static final String CONTAINER = "images";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The first two are the guide's examples. */
    private static final List<Sample> ALL = List.of(
            new Sample(User.ALICE, "my/path/example_image_build.diskdump", "ubuntu")
                    .published()
                    .property("partition-table", "msdos")
                    .property("kernel", "3.8.3")
                    .property("osfamily", "linux")
                    .property("users", "root user")
                    .property("gui", "GNOME 3.4.2")
                    .property("sortorder", "5")
                    .property("os", "fedora")
                    .property("root-partition", "1")
                    .property("description", "Fedora release 17 (Beefy Miracle)"),
            new Sample(User.ADMIN, "some-image.diskdump", "Debian Desktop")
                    .published()
                    .property("partition-table", "msdos")
                    .property("osfamily", "linux")
                    .property("sortorder", "2")
                    .property("description", "Debian 6.0.7 (Squeeze) Desktop")
                    .property("os", "debian")
                    .property("users", "root user")
                    .property("kernel", "2.6.32")
                    .property("root-partition", "1")
                    .property("gui", "GNOME 2.30.2"),
            new Sample(User.ALICE, "ubuntu_el.diskdump", "Ubuntu στα ελληνικά")
                    .property("os", "ubuntu")
                    .property("osfamily", "linux")
                    .property("description", "Με ελληνικό πληκτρολόγιο"),
            new Sample(User.ALICE, "build-server.diskdump", "Build server")
                    .sharedWith(User.BOB)
                    .property("os", "centos")
                    .property("osfamily", "linux"),
            new Sample(User.BOB, "experiment.diskdump", "Experiment").property("os", "freebsd"),
            new Sample(User.CAROL, "debian_base.extdump", "Debian Base")
                    .diskFormat("extdump")
                    .published()
                    .property("os", "debian")
                    .property("osfamily", "linux"),
            new Sample(User.ADMIN, "windows_server.ntfsdump", "Windows Server")
                    .diskFormat("ntfsdump")
                    .published()
                    .property("os", "windows")
                    .property("osfamily", "windows"),
            new Sample(User.CAROL, "appliance.ovf", "Mail appliance")
                    .containerFormat("ovf")
                    .sharedWith(User.ALICE),
            new Sample(User.ADMIN, "ubuntu_10_04.diskdump", "Ubuntu-10.04")
                    .published()
                    .status("unavailable")
                    .property("os", "ubuntu")
                    .property("osfamily", "linux"),
            system(User.ADMIN, "debian-12-2026-05.diskdump", "Debian 12, May 2026", "debian", "12", "debian")
                    .property("build-date", "2026-05-04")
                    .property("description", "Debian 12.11 (Bookworm), without a desktop"),
            system(User.ADMIN, "debian-12-2026-11.diskdump", "Debian 12, November 2026", "debian", "12", "debian")
                    .property("build-date", "2026-11-16")
                    .property("description", "Debian 12.12 (Bookworm), without a desktop"),
            system(User.ADMIN, "debian-13.diskdump", "Debian 13", "debian", "13", "debian")
                    .property("description", "Debian 13 (Trixie), without a desktop"),
            system(User.ADMIN, "ubuntu-24.04.diskdump", "Ubuntu 24.04 LTS", "ubuntu", "24.04", "ubuntu")
                    .property("description", "Ubuntu Server 24.04 LTS (Noble Numbat)"),
            new Sample(User.ALICE, "hy345.diskdump", "Εργαστήριο ΗΥ-345")
                    .sharedWith(User.BOB)
                    .sharedWith(User.CAROL)
                    .property("family", "hy-345")
                    .property("os", "ubuntu")
                    .property("osfamily", "linux")
                    .property("root-partition", "1")
                    .property("user", "student")
                    .property("description", "Λειτουργικά συστήματα, εαρινό εξάμηνο"));

    /** One that is as it should be, for everybody. */
    private static Sample system(User owner, String path, String name, String os, String version, String user) {
        return new Sample(owner, path, name)
                .published()
                .property("os", os)
                .property("os-version", version)
                .property("osfamily", "linux")
                .property("root-partition", "1")
                .property("users", user);
    }

    private final HttpClient client;
    private final String address;

    /** @param address the service's, without a slash at its end */
    Samples(HttpClient client, String address) {
        this.client = client;
        this.address = address;
    }

    /**
     * Makes those that are missing, whatever database and store there are. Those that are registered stay as they are,
     * with what was changed about them, unless their files are gone; those that were unregistered stay away for as long
     * as the registry remembers that. One that fails is left out, and told on standard output.
     */
    void complete() throws InterruptedException {
        for (Sample sample : ALL) {
            try {
                Optional<String> id = fileId(sample);
                if (id.isEmpty()
                        ? isWithoutFile(sample) || !isRemembered(sample, "name", sample.name)
                        : !isRegistered(sample, id.get()) && !isRemembered(sample, "id", id.get())) {
                    make(sample, id.isEmpty());
                }
            } catch (IOException e) {
                System.out.println("The sample image \"" + sample.name + "\" is not complete: " + e.getMessage());
            }
        }
    }

    /** The UUID of its file, which is its image's id; empty if there is no file. */
    private Optional<String> fileId(Sample sample) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(sample.owner, "HEAD", file(sample), Map.of(), "");
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        return Optional.of(succeeded(answer)
                .headers()
                .firstValue("X-Object-UUID")
                .orElseThrow(() -> new IOException("its file has no UUID")));
    }

    /** Also if it belongs to somebody else by now, and the sample's owner may not look at it. */
    private boolean isRegistered(Sample sample, String id) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(sample.owner, "HEAD", address + "/images/" + id, Map.of(), "");
        boolean isAnothers = answer.statusCode() == 405;
        return isAnothers || answer.statusCode() != 404 && succeeded(answer).statusCode() == 200;
    }

    /** Whether it is registered though there is no file: this store is younger than the database. */
    private boolean isWithoutFile(Sample sample) throws IOException, InterruptedException {
        String own = address + "/images/detail?owner=" + sample.owner.account();
        return isAny(read(sample.owner, own), "location", sample.location());
    }

    /** Whether one like that was unregistered. Only Glance's dialect tells. */
    private boolean isRemembered(Sample sample, String field, String value) throws IOException, InterruptedException {
        String gone = address + "/v1/images/detail?changes-since=1970-01-01T00:00:00&status=deleted&owner="
                + sample.owner.account() + "&sort_key=created_at&sort_dir=asc&limit=1000";
        return isAny(read(sample.owner, gone).path("images"), field, value);
    }

    private JsonNode read(User user, String url) throws IOException, InterruptedException {
        return JSON.readTree(succeeded(ask(user, "GET", url, Map.of(), "")).body());
    }

    private static boolean isAny(JsonNode images, String field, String value) {
        return StreamSupport.stream(images.spliterator(), false)
                .anyMatch(image -> image.path(field).asText().equals(value));
    }

    private void make(Sample sample, boolean withFile) throws IOException, InterruptedException {
        if (withFile) {
            put(sample.owner, container(sample), Map.of(), "");
            put(
                    sample.owner,
                    file(sample),
                    Map.of("Content-Type", "application/octet-stream"),
                    "In place of a disk image: " + sample.name + "\n");
        }
        register(sample);
    }

    private String container(Sample sample) {
        return address + DevelopmentStart.STORE + "/" + sample.owner.account() + "/" + CONTAINER;
    }

    private String file(Sample sample) {
        return container(sample) + "/" + sample.path;
    }

    private void register(Sample sample) throws IOException, InterruptedException {
        String image = address + "/images/"
                + succeeded(ask(sample.owner, "POST", address + "/images", sample.headers(), ""))
                        .headers()
                        .firstValue("X-Image-Meta-Id")
                        .orElseThrow(() -> new IOException("its registration was answered without an id"));
        for (User member : sample.members) {
            put(sample.owner, image + "/members/" + member.account(), Map.of(), "");
        }
        if (!sample.status.isEmpty()) {
            put(sample.owner, image, Map.of("X-Image-Meta-Status", sample.status), "");
        }
    }

    private void put(User user, String url, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        succeeded(ask(user, "PUT", url, headers, body));
    }

    private HttpResponse<String> ask(User user, String method, String url, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("X-Auth-Token", user.token())
                .header("X-Request-Id", WelcomeId.VALUE)
                .method(method, BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> succeeded(HttpResponse<String> answer) throws IOException {
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    answer.request().method() + " " + answer.uri() + ": " + answer.statusCode() + " " + answer.body());
        }
        return answer;
    }

    /** One of them, with its file and its metadata. */
    private static final class Sample {
        private final User owner;
        private final String path;
        private final String name;
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final List<User> members = new ArrayList<>();
        private String status = "";

        Sample(User owner, String path, String name) {
            this.owner = owner;
            this.path = path;
            this.name = name;
            metadata.put("Name", name);
            metadata.put("Location", location());
            diskFormat("diskdump");
            containerFormat("bare");
            metadata.put("Is-Public", "false");
        }

        String location() {
            return "pithos://" + owner.account() + "/" + CONTAINER + "/" + path;
        }

        Sample diskFormat(String format) {
            metadata.put("Disk-Format", format);
            return this;
        }

        Sample containerFormat(String format) {
            metadata.put("Container-Format", format);
            return this;
        }

        Sample published() {
            metadata.put("Is-Public", "true");
            return this;
        }

        Sample property(String key, String value) {
            metadata.put("Property-" + key, value);
            return this;
        }

        Sample sharedWith(User member) {
            members.add(member);
            return this;
        }

        /** Once it is registered: nothing else than available can be registered. */
        Sample status(String word) {
            status = word;
            return this;
        }

        /** What registers it. Names and values may be anything, so they are percent-encoded UTF-8. */
        Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            metadata.forEach((field, value) -> headers.put("X-Image-Meta-" + field, percentEncoded(value)));
            return headers;
        }

        private static String percentEncoded(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8)
                    .replace("+", "%20")
                    .replace("%2F", "/")
                    .replace("%3A", ":");
        }
    }
}
