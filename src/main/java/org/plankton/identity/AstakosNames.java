package org.plankton.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.plankton.http.BoundedHttpClient;
import org.plankton.http.Response;
import org.plankton.registry.image.Account;

/** What people call accounts, as Astakos tells every user of it: {@code POST …/account/v1.0/user_catalogs}. */
public final class AstakosNames implements Closeable {
    private static final String IDENTITY = "/identity/v2.0";

    private final String url;
    private final BoundedHttpClient http;

    /**
     * @param identity where Astakos tells whose a token is, {@code …/identity/v2.0}; the other is beside it
     * @param timeout for one whole question
     */
    public AstakosNames(String identity, Duration timeout) {
        String base =
                identity.endsWith(IDENTITY) ? identity.substring(0, identity.length() - IDENTITY.length()) : identity;
        this.url = base + "/account/v1.0/user_catalogs";
        this.http = new BoundedHttpClient(IdentityResponse.service(identity), timeout);
    }

    /** The names of those accounts that there are, by account; empty if this Astakos does not tell. */
    public Optional<Map<String, String>> names(String token, Collection<String> accounts) {
        return ask(token, "uuids", accounts, "/uuid_catalog");
    }

    /** The accounts of those names that there are, by the name as it is asked for; likewise. */
    public Optional<Map<String, String>> accounts(String token, Collection<String> names) {
        return ask(token, "displaynames", names, "/displayname_catalog").map(found -> {
            found.values().removeIf(account -> !Account.isWellFormed(account));
            return found;
        });
    }

    /** Before 0.14 it is elsewhere; then nobody is told names. */
    private Optional<Map<String, String>> ask(String token, String what, Collection<String> of, String catalogue) {
        if (of.isEmpty()) {
            return Optional.of(Map.of());
        }
        HttpPost question = new HttpPost(url);
        question.setHeader("X-Auth-Token", token);
        question.setEntity(IdentityResponse.question(Map.of(what, List.copyOf(of))));
        Response response = http.exchange(question);
        return switch (response.status()) {
            case 200 -> Optional.of(texts(IdentityResponse.in(response).json().at(catalogue)));
            case 401, 403, 404, 405 -> Optional.empty();
            default -> throw response.from().unreliable("answered " + response.status());
        };
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties().forEach(entry -> {
            if (entry.getValue().isTextual()) {
                texts.put(entry.getKey(), entry.getValue().textValue());
            }
        });
        return texts;
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
