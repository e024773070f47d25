package org.plankton.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.plankton.cloud.User;
import org.plankton.openapi.ExchangeCheck;
import org.plankton.openapi.OpenApi;
import org.plankton.openapi.Question;

/** Holds conversations with a registry and the development cloud it lives on. */
public final class ConversationRunner {
    private static final String CLOUD = "/cloud/";

    private final ExchangeCheck description = new ExchangeCheck(OpenApi.ours());
    private final Optional<URI> registry;
    private final URI cloud;
    private final AtomicInteger held = new AtomicInteger();

    private ConversationRunner(Optional<URI> registry, URI cloud) {
        this.registry = registry;
        this.cloud = cloud;
    }

    /**
     * @param registry address of the registry, with its context path if it has one, without a slash at the end
     * @param cloud address below which {@code /cloud/} is; may be the same
     */
    public static ConversationRunner of(URI registry, URI cloud) {
        return new ConversationRunner(Optional.of(registry), cloud);
    }

    /** For conversations with the cloud alone. */
    public static ConversationRunner ofCloud(URI cloud) {
        return new ConversationRunner(Optional.empty(), cloud);
    }

    /**
     * Empties cloud and registry, and then sends each request in its turn: first those that put the files there which
     * every conversation with a registry finds, if it is one. Files that end in {@code .diskdump} have another name
     * each time: where the store has failed once, what it has done is uncertain for minutes.
     *
     * <p>Of every answer of the registry it is expected, whether the conversation says so or not, that there is no type
     * where there is no body. In one with a registry, it and what was asked are also expected to be described in
     * {@code openapi.yaml}.
     *
     * @throws AssertionError if an answer is not as expected; the rest is not said then
     */
    public void hold(Conversation conversation) {
        emptyTheWorld();
        Variables variables = new Variables(known(conversation));
        int number = held.incrementAndGet();
        if (conversation.mount().isPresent()) {
            say(Conversation.files(), number, variables);
        }
        say(conversation, number, variables);
    }

    private Map<String, String> known(Conversation conversation) {
        Map<String, String> known = new HashMap<>();
        known.put("host", cloud.getAuthority());
        for (User user : User.values()) {
            known.put(user.shortName(), user.account());
        }
        registry.ifPresent(address -> known.put("registry", address.toString()));
        conversation.mount().ifPresent(mount -> {
            known.put("images", mount + "/images");
            known.put("shared", mount + "/shared-images");
        });
        return known;
    }

    private void say(Conversation conversation, int number, Variables variables) {
        for (Exchange exchange : conversation.exchanges()) {
            hold(conversation, exchange.ofFiles(number), variables);
        }
    }

    private void hold(Conversation conversation, Exchange exchange, Variables variables) {
        String where = conversation.file() + ":" + exchange.line();
        byte[] request = new byte[0];
        try {
            String target = exchange.target(variables);
            URI server = server(target);
            request = exchange.bytes(server.getRawPath(), server.getAuthority(), variables);
            Answer answer = Answer.to(request, server);
            List<String> differences = exchange.differences(answer, variables);
            if (!target.startsWith(CLOUD)) {
                differences.addAll(exchange.faultsOfEveryAnswer(answer));
                if (conversation.mount().isPresent()) {
                    differences.addAll(undescribed(exchange.question(variables::fill), answer));
                }
            }
            if (!differences.isEmpty()) {
                throw new AssertionError(where + "\n" + show(request) + "expected\n" + expected(exchange) + "but was\n"
                        + answer.show("< ") + "that is\n- " + String.join("\n- ", differences));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new AssertionError(where + "\n" + show(request) + "expected\n" + expected(exchange) + "but " + e, e);
        }
    }

    private List<String> undescribed(Question question, Answer answer) {
        return description.undescribed(question, answer.reply()).stream()
                .map(what -> "openapi.yaml does not tell of it: " + what)
                .toList();
    }

    private URI server(String target) {
        if (target.startsWith(CLOUD)) {
            return cloud;
        }
        return registry.orElseThrow(() -> new IllegalArgumentException("there is no registry to ask for " + target));
    }

    private void emptyTheWorld() {
        require(204, "DELETE " + CLOUD, "", cloud);
        registry.ifPresent(uri -> {
            for (User user : User.values()) {
                deleteImages(user, "/v1/images/detail?limit=1000", uri);
                deleteImages(user, "/v1/images/detail?limit=1000&status=killed", uri);
            }
        });
    }

    /** In Glance's dialect, which sees images without bytes, and ends their protection. */
    private static void deleteImages(User user, String list, URI uri) {
        String token = "X-Auth-Token: " + user.token() + "\r\n";
        for (JsonNode image : images(require(200, "GET " + list, token, uri))) {
            if (image.path("owner").asText().equals(user.account())) {
                String path = "/v1/images/" + image.path("id").asText();
                if (image.path("protected").asBoolean()) {
                    require(200, "PUT " + path, token + "X-Image-Meta-Protected: false\r\n", uri);
                }
                require(200, "DELETE " + path, token, uri);
            }
        }
    }

    private static Answer require(int status, String request, String headers, URI server) {
        String[] parts = request.split(" ");
        String text = parts[0] + " " + server.getRawPath() + parts[1] + " HTTP/1.1\r\nHost: " + server.getAuthority()
                + "\r\n" + headers + "Connection: close\r\n\r\n";
        try {
            Answer answer = Answer.to(text.getBytes(StandardCharsets.UTF_8), server);
            if (answer.status() != status) {
                throw new AssertionError(
                        "the world cannot be emptied: " + request + " was answered with\n" + answer.show("< "));
            }
            return answer;
        } catch (IOException e) {
            throw new AssertionError("the world cannot be emptied: " + request + ": " + e, e);
        }
    }

    private static JsonNode images(Answer answer) {
        try {
            return new ObjectMapper().readTree(answer.body()).path("images");
        } catch (IOException e) {
            throw new AssertionError("not a list of images:\n" + answer.show("< "), e);
        }
    }

    private static String show(byte[] request) {
        return "> "
                + new String(request, StandardCharsets.UTF_8).replace("\r", "").replace("\n", "\n> ") + "\n";
    }

    private static String expected(Exchange exchange) {
        return "< " + String.join("\n< ", exchange.expected()) + "\n";
    }
}
