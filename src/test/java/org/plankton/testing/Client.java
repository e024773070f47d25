package org.plankton.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Sends requests to one server; any number at once. Tokens may be null: none is sent then. Headers are name, value,
 * name, value, …
 *
 * @param address {@code http://host:port} and perhaps the beginning of every path
 * @param patience how long a whole answer may take
 */
public record Client(String address, Duration patience) {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Longer than any answer may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public Client(String address) {
        this(address, PATIENCE);
    }

    public HttpResponse<String> send(String method, String path, String token) {
        return exchange(request(method, path, token, BodyPublishers.noBody()), BodyHandlers.ofString());
    }

    public HttpResponse<String> send(String method, String path, String token, String body, String... headers) {
        BodyPublisher publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        return exchange(request(method, path, token, publisher, headers), BodyHandlers.ofString());
    }

    /** The answer as soon as its headers are there. */
    public HttpResponse<InputStream> open(String path, String token, String... headers) {
        return exchange(request("GET", path, token, BodyPublishers.noBody(), headers), BodyHandlers.ofInputStream());
    }

    /** Registers what is at the location; any header can be added. */
    public HttpResponse<String> register(String token, String name, String location, String... headers) {
        String[] all = new String[headers.length + 4];
        System.arraycopy(headers, 0, all, 4, headers.length);
        all[0] = "X-Image-Meta-Name";
        all[1] = name;
        all[2] = "X-Image-Meta-Location";
        all[3] = location;
        return send("POST", "/images", token, "", all);
    }

    /**
     * The same; returns the image's id.
     *
     * @throws IllegalStateException if the answer names none
     */
    public String registered(String token, String name, String location, String... headers) {
        HttpResponse<String> answer = register(token, name, location, headers);
        return answer.headers()
                .firstValue("X-Image-Meta-Id")
                .orElseThrow(() -> new IllegalStateException(answer + " " + answer.body()));
    }

    /** @throws UncheckedIOException if there is no whole answer */
    private static <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> handler) {
        try {
            return HTTP.send(request, handler);
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest request(String method, String path, String token, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .method(method, body)
                .timeout(patience);
        if (token != null) {
            request.header("X-Auth-Token", token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }
}
