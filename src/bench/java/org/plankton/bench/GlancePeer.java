package org.plankton.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.plankton.bench.Deployment.Measured;
import org.plankton.testing.Client;

/** A Glance of somebody else's, and how it is asked over its {@code /v2}. */
final class GlancePeer {
    private static final String IMAGES = "/v2/images";

    private final Parameters.Glance glance;
    private final Processors processors;

    GlancePeer(Parameters.Glance glance) {
        this.glance = glance;
        this.processors = new Processors(glance.processes().stream()
                .map(id ->
                        ProcessHandle.of(id).orElseThrow(() -> new IllegalStateException("there is no process " + id)))
                .toList());
    }

    String address() {
        return glance.url();
    }

    /** Whether it is known what it takes of the processors. */
    boolean isCounted() {
        return !glance.processes().isEmpty();
    }

    /**
     * @param path behind that of all images
     * @param account who asks; with a token it is whose that is
     * @param body JSON, or empty
     * @param headers as of {@link Request#withBody}
     */
    Request request(String method, String path, String account, String body, String... headers) {
        String[] all = Stream.of(sender(account), headers).flatMap(Stream::of).toArray(String[]::new);
        return Request.withBody(method, IMAGES + path, token(), body, all);
    }

    /** Of the images that it lists. */
    List<String> ids(String path, String account) {
        return ids(new Client(address()).send("GET", IMAGES + path, token(), "", sender(account)));
    }

    /** Of a list of images as Glance writes it, in whatever version. */
    static List<String> ids(HttpResponse<String> list) {
        try {
            return new JsonMapper().readTree(list.body()).path("images").findValuesAsText("id");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String token() {
        return glance.token().orElse("-");
    }

    /** What the middleware of Keystone would say of who asks, did it stand before Glance. */
    private String[] sender(String account) {
        return glance.token().isPresent()
                ? new String[0]
                : new String[] {
                    "X-Identity-Status",
                    "Confirmed",
                    "X-Project-Id",
                    account,
                    "X-User-Id",
                    account,
                    "X-Roles",
                    "member,reader"
                };
    }

    /** What a load takes, which nothing else is under. */
    Measured measure(Supplier<Load> work) {
        Duration before = processors.used();
        Load load = work.get();
        return new Measured(load, processors.used().minus(before).toNanos() / 1e6 / load.requests(), 0);
    }
}
