package org.plankton.http;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpHead;
import org.plankton.health.Diagnosis;
import org.plankton.health.Diagnosis.Severity;

/**
 * Looks at the service from outside, by the address that its clients have: what stands between may be slower, or take
 * less, than the service.
 */
public final class AddressDiagnosis implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SAME = Duration.ofSeconds(2);

    /** Of an image's fields beside its properties. */
    private static final int FIELDS = 16;

    private final String url;
    private final Clock clock;
    private final BoundedHttpClient http;

    /**
     * An image of which much is said.
     *
     * @param properties how many
     */
    public record LargeImage(String id, int properties) {}

    /** @param url without a slash at its end */
    public AddressDiagnosis(String url, Clock clock) {
        this.url = url;
        this.clock = clock;
        this.http = new BoundedHttpClient(new RemoteService("the public address", "plankton.public-url", url), TIMEOUT);
    }

    /**
     * All that was looked at; the first alone if nobody answers there.
     *
     * @param bytes that an image's headers have at most
     * @param properties that an image has at most, each of which is a header
     * @param image one that the token's account may see; empty: there is none
     * @param token empty: there is none
     */
    public List<Diagnosis> examine(int bytes, int properties, Optional<LargeImage> image, Optional<String> token) {
        List<Diagnosis> found = new ArrayList<>();
        try {
            long begin = System.nanoTime();
            Response ready = http.send(new HttpGet(url + "/health/ready"), TIMEOUT);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            found.add(Diagnosis.when(
                    ready.status() == 200,
                    "public address",
                    url + "/health/ready answers " + ready.status() + " in " + took.toMillis() + " ms",
                    Severity.TROUBLE,
                    "see that the service runs, and that what stands before it passes that path on to it"));
            examineClock(ready, found);
            examineLinks(found);
            examineRequests(bytes, properties, found);
            found.add(
                    image.isPresent() && token.isPresent()
                            ? answer(image.get(), token.get())
                            : Diagnosis.warning(
                                    "headers of answers",
                                    "not looked at: it takes an image, and the token of an account that sees it",
                                    "give --token-file with an administrator's token"));
        } catch (IOException | IllegalArgumentException e) {
            found.add(Diagnosis.trouble(
                    "public address",
                    url + " does not answer: " + RemoteService.reason(e),
                    "see that the service runs, and that plankton.public-url, or --url, is where its clients find it"));
        }
        return found;
    }

    private void examineClock(Response response, List<Diagnosis> found) {
        response.header("Date").flatMap(AddressDiagnosis::time).ifPresent(theirs -> {
            Duration apart = Duration.between(theirs, clock.instant()).abs();
            found.add(Diagnosis.when(
                    apart.compareTo(SAME) <= 0,
                    "service clock",
                    apart.toSeconds() + " s apart from this machine's",
                    Severity.WARNING,
                    "keep both by NTP"));
        });
    }

    private static Optional<Instant> time(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The versions tell clients where to go on. */
    private void examineLinks(List<Diagnosis> found) throws IOException {
        Response versions = http.send(new HttpGet(url + "/versions"), TIMEOUT);
        String body = new String(versions.body(), java.nio.charset.StandardCharsets.UTF_8);
        found.add(Diagnosis.when(
                body.contains("\"" + url + "/"),
                "links",
                url + "/versions " + (body.contains("\"" + url + "/") ? "leads" : "does not lead") + " to " + url,
                Severity.WARNING,
                "set plankton.public-url to the address that clients have, or plankton.proxies to the proxy's, and have"
                        + " the proxy send X-Forwarded-Proto and X-Forwarded-Host (docs/proxy.md)"));
    }

    /** A request may have as much to say as an image may have. */
    private void examineRequests(int bytes, int properties, List<Diagnosis> found) throws IOException {
        HttpGet large = new HttpGet(url + "/versions");
        int headers = properties + FIELDS;
        String value = "x".repeat(Math.max(1, bytes / headers - 26));
        for (int i = 0; i < headers; i++) {
            large.setHeader("X-Image-Meta-Property-" + i, value);
        }
        int status = http.send(large, TIMEOUT).status();
        found.add(Diagnosis.when(
                status / 100 != 4 && status / 100 != 5,
                "headers of requests",
                headers + " headers of " + bytes + " bytes are answered " + status,
                Severity.TROUBLE,
                "raise the limits of headers of whatever stands before the service (docs/proxy.md), or lower"
                        + " plankton.limits.metadata and plankton.limits.properties"));
    }

    private Diagnosis answer(LargeImage image, String token) throws IOException {
        HttpHead request = new HttpHead(url + "/images/" + image.id());
        request.setHeader("X-Auth-Token", token);
        Response response = http.send(request, TIMEOUT);
        long properties = Stream.of(response.headers())
                .filter(header ->
                        header.getName().toLowerCase(java.util.Locale.ROOT).startsWith("x-image-meta-property-"))
                .count();
        return Diagnosis.when(
                response.status() == 200 && properties >= image.properties(),
                "headers of answers",
                "HEAD of image " + image.id() + ", which has " + image.properties() + " properties, is answered "
                        + response.status() + " with " + properties,
                Severity.TROUBLE,
                "raise the limits of headers of answers of whatever stands before the service (docs/proxy.md)");
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
