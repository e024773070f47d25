package org.plankton.http;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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

    private static final String PROPERTY = "X-Image-Meta-Property-";

    /** A line with that, a number of five digits, and one character of a value. */
    private static final int SHORTEST = PROPERTY.length() + 10;

    private static final Pattern LINK = Pattern.compile("\"href\"\\s*:\\s*\"([^\"]*)\"");

    private static final String PASS_ON = "see that what stands before the service passes that path on to it";
    private static final String ANSWERS = "headers of answers";
    private static final String RAISE =
            "raise the limits of headers of answers of whatever stands before the service (docs/proxy.md)";

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
        } catch (IOException | IllegalArgumentException e) {
            found.add(Diagnosis.trouble(
                    "public address",
                    url + " does not answer: " + RemoteService.reason(e),
                    "see that the service runs, and that plankton.public-url, or --url, is where its clients find it"));
            return found;
        }
        examineVersions(bytes, properties, found);
        found.add(answer(image, token));
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

    /** They are answered to everybody, and tell clients where to go on. */
    private void examineVersions(int bytes, int properties, List<Diagnosis> found) {
        String versions = url + "/versions";
        try {
            Response answer = http.send(new HttpGet(versions), TIMEOUT);
            if (answer.status() == 200) {
                found.add(links(versions, new String(answer.body(), StandardCharsets.UTF_8)));
                found.add(requests(versions, bytes, properties));
            } else {
                found.add(Diagnosis.trouble("links", versions + " answers " + answer.status(), PASS_ON));
            }
        } catch (IOException e) {
            found.add(Diagnosis.trouble("links", versions + " does not answer: " + RemoteService.reason(e), PASS_ON));
        }
    }

    private Diagnosis links(String versions, String body) {
        List<String> links =
                LINK.matcher(body).results().map(link -> link.group(1)).toList();
        Optional<String> astray =
                links.stream().filter(link -> !isBelow(link, url)).findFirst();
        return Diagnosis.when(
                astray.isEmpty() && !links.isEmpty(),
                "links",
                versions + " leads to " + astray.orElse(links.isEmpty() ? "nowhere" : url),
                Severity.WARNING,
                "set plankton.public-url to the address that clients have, or plankton.proxies to the proxy's, and have"
                        + " the proxy send X-Forwarded-Proto and X-Forwarded-Host (docs/proxy.md)");
    }

    /** Whether both are the same server's, however that is written, and the one is below the other. */
    private static boolean isBelow(String link, String address) {
        try {
            URI one = new URI(link);
            URI other = new URI(address);
            return other.getScheme().equalsIgnoreCase(one.getScheme())
                    && other.getHost().equalsIgnoreCase(one.getHost())
                    && port(one) == port(other)
                    && one.getPath().startsWith(other.getPath() + "/");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static int port(URI address) {
        boolean isUsual = address.getPort() == -1;
        return isUsual ? address.getScheme().equalsIgnoreCase("https") ? 443 : 80 : address.getPort();
    }

    /** One may have as much to say as an image may have. */
    private Diagnosis requests(String address, int bytes, int properties) {
        HttpGet large = new HttpGet(address);
        int headers = Math.min(properties + FIELDS, bytes / SHORTEST);
        for (int i = 0; i < headers; i++) {
            int line = bytes / headers + (i < bytes % headers ? 1 : 0);
            large.setHeader(PROPERTY + (10_000 + i), "x".repeat(line - SHORTEST + 1));
        }
        String sent = headers + " headers of " + bytes + " bytes ";
        boolean isTaken = false;
        String observation;
        try {
            int status = http.send(large, TIMEOUT).status();
            isTaken = status == 200;
            observation = sent + "are answered " + status;
        } catch (IOException e) {
            observation = sent + "are not answered: " + RemoteService.reason(e);
        }
        return Diagnosis.when(
                isTaken,
                "headers of requests",
                observation,
                Severity.TROUBLE,
                "raise the limits of headers of whatever stands before the service (docs/proxy.md), or lower"
                        + " plankton.limits.metadata and plankton.limits.properties");
    }

    private Diagnosis answer(Optional<LargeImage> image, Optional<String> token) {
        if (token.isEmpty()) {
            return Diagnosis.skipped(ANSWERS, "it takes a token", "give --token-file with an administrator's token");
        }
        if (image.isEmpty()) {
            return Diagnosis.skipped(ANSWERS, "it takes an image", "register one");
        }
        return answer(image.get(), token.get());
    }

    private Diagnosis answer(LargeImage image, String token) {
        HttpHead request = new HttpHead(url + "/images/" + image.id());
        request.setHeader("X-Auth-Token", token);
        String asked = "HEAD of image " + image.id() + ", which has " + image.properties() + " properties, is ";
        try {
            Response response = http.send(request, TIMEOUT);
            long properties = Stream.of(response.headers())
                    .filter(header -> header.getName().regionMatches(true, 0, PROPERTY, 0, PROPERTY.length()))
                    .count();
            String answered = asked + "answered " + response.status();
            return switch (response.status()) {
                case 200 ->
                    Diagnosis.when(
                            properties >= image.properties(),
                            ANSWERS,
                            answered + " with " + properties,
                            Severity.TROUBLE,
                            RAISE);
                case 401 -> Diagnosis.skipped(ANSWERS, answered, "give --token-file with a token that is still good");
                case 403, 404 ->
                    Diagnosis.skipped(
                            ANSWERS, answered, "give --token-file with a token of one of plankton.admins, who see all");
                case 500, 502 -> Diagnosis.trouble(ANSWERS, answered, RAISE); // as proxies do with what is too long
                default -> Diagnosis.skipped(ANSWERS, answered, "mend what else is told here, and look again");
            };
        } catch (IOException e) {
            return Diagnosis.trouble(ANSWERS, asked + "not answered: " + RemoteService.reason(e), RAISE);
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
