package org.plankton.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A stand-in for Astakos 0.15, Synnefo's identity service: tokens, the service catalogue and the user catalogues, below
 * {@code /identity/v2.0} and {@code /account/v1.0}.
 */
@SuppressWarnings("serial") // no servlet here is ever serialised
public final class AstakosServlet extends CloudServlet {
    /** What a service sends as {@code X-Auth-Token} to ask for any user's name. */
    public static final String SERVICE_TOKEN = "service-token";

    private static final String TOKENS = "/identity/v2.0/tokens";
    private static final String CATALOGS = "/account/v1.0/user_catalogs";
    private static final String SERVICE_CATALOGS = "/account/v1.0/service/user_catalogs";
    private static final String EXPIRES = "2099-01-01T00:00:00+00:00";

    private final Optional<String> imageUrl;

    /** @param imageUrl the image service in the catalogue; empty: {@code /v1.0} of the server that is asked */
    AstakosServlet(Optional<String> imageUrl) {
        this.imageUrl = imageUrl;
    }

    /** How many of the {@link #requests} asked whose token something is. */
    public long tokenQuestions() {
        return requests().stream()
                .filter(seen -> seen.method().equals("POST") && seen.target().contains(TOKENS))
                .count();
    }

    @Override
    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = path(request).replaceFirst("/$", "");
        switch (path) {
            case TOKENS -> {
                requirePost(request, response);
                writeJson(request, response, Map.of("access", access(request)));
            }
            case CATALOGS -> {
                requirePost(request, response);
                user(request);
                writeJson(request, response, catalogs(request));
            }
            case SERVICE_CATALOGS -> {
                requirePost(request, response);
                if (!SERVICE_TOKEN.equals(token(request))) {
                    throw CloudFault.unauthorized("Invalid X-Auth-Token");
                }
                writeJson(request, response, catalogs(request));
            }
            default -> {
                if (path.startsWith(TOKENS + "/")) {
                    throw new CloudFault(404, "No such token"); // only OAuth's tokens are looked up this way
                }
                throw CloudFault.unknownPath();
            }
        }
    }

    private static void requirePost(HttpServletRequest request, HttpServletResponse response) {
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            throw new CloudFault(405, "Method not allowed");
        }
    }

    private Map<String, Object> access(HttpServletRequest request) throws IOException {
        Map<String, Object> access = new LinkedHashMap<>();
        // A trap of the original: it looks for a body by Content-Length alone, so that whoever sends the token in
        // chunks, like whoever sends nothing, gets the catalogue and is told nothing of a user.
        if (request.getContentLengthLong() > 0) {
            User user = authenticate(body(request).path("auth"));
            access.put(
                    "token",
                    Map.of(
                            "expires",
                            EXPIRES,
                            "id",
                            user.token(),
                            "tenant",
                            Map.of("id", user.account(), "name", fullName(user))));
            access.put(
                    "user",
                    Map.of("id", user.account(), "name", fullName(user), "roles", List.of(), "roles_links", List.of()));
        }
        access.put("serviceCatalog", serviceCatalog(request));
        return access;
    }

    private static User authenticate(JsonNode auth) {
        String token;
        Optional<String> account = Optional.empty();
        if (auth.has("token")) {
            token = auth.path("token").path("id").asText();
            if (token.isEmpty()) {
                throw CloudFault.badRequest("Malformed request: missing token");
            }
        } else if (auth.has("passwordCredentials")) {
            token = auth.path("passwordCredentials").path("password").asText();
            account = Optional.of(
                    auth.path("passwordCredentials").path("username").asText());
        } else {
            throw CloudFault.badRequest("Malformed request: missing credentials");
        }
        User user = withToken(token, "Invalid token");
        if (!account.orElse(user.account()).equals(user.account())) {
            throw CloudFault.unauthorized("Invalid credentials");
        }
        if (auth.has("tenantName") && !auth.path("tenantName").asText().equals(user.account())) {
            throw CloudFault.badRequest("Not conforming tenantName");
        }
        return user;
    }

    private List<Object> serviceCatalog(HttpServletRequest request) {
        String here = address(request);
        return List.of(
                service(here, "account", "astakos_account", "v1.0", here + Cloud.PATH + "/account/v1.0"),
                service(here, "identity", "astakos_identity", "v2.0", here + Cloud.PATH + "/identity/v2.0"),
                service(here, "image", "cyclades_plankton", "v1.0", imageUrl.orElse(here + "/v1.0")),
                service(here, "object-store", "pithos_object-store", "v1", here + Cloud.PATH + "/object-store/v1"));
    }

    private static Map<String, Object> service(String here, String type, String name, String version, String url) {
        Map<String, Object> endpoint =
                Map.of("publicURL", url, "versionId", version, "region", "default", "SNF:uiURL", here + "/");
        return Map.of("type", type, "name", name, "endpoints", List.of(endpoint), "endpoints_links", List.of());
    }

    /** Names for the accounts asked for, and accounts for the names; whom it does not know it leaves out. */
    private static Map<String, Object> catalogs(HttpServletRequest request) throws IOException {
        JsonNode asked = body(request);
        if (!asked.isObject()) {
            throw CloudFault.badRequest("Request body must be a dictionary");
        }
        return Map.of(
                "uuid_catalog", catalog(asked, "uuids", User::account, User::displayName),
                "displayname_catalog", catalog(asked, "displaynames", User::displayName, User::account));
    }

    /** Keys are spelled as they were asked for. A null instead of a list asks for all users. */
    private static Map<String, String> catalog(
            JsonNode asked, String list, Function<User, String> key, Function<User, String> value) {
        Map<String, String> catalog = new TreeMap<>();
        if (asked.has(list) && asked.get(list).isNull()) {
            Arrays.stream(User.values()).forEach(user -> catalog.put(key.apply(user), value.apply(user)));
        }
        for (JsonNode one : asked.path(list)) {
            Arrays.stream(User.values())
                    .filter(user -> key.apply(user).equalsIgnoreCase(one.asText()))
                    .forEach(user -> catalog.put(one.asText(), value.apply(user)));
        }
        return catalog;
    }

    /**
     * Whose token the request carries.
     *
     * @throws CloudFault 401 if there is none, or it is unknown or expired
     */
    static User user(HttpServletRequest request) {
        return withToken(token(request), "Invalid X-Auth-Token");
    }

    static String token(HttpServletRequest request) {
        String token = request.getHeader("X-Auth-Token");
        if (token == null || token.isEmpty()) {
            throw CloudFault.unauthorized("Access denied. No authentication token");
        }
        return token;
    }

    static User withToken(String token, String otherwise) {
        if (token.equals(User.EXPIRED_TOKEN)) {
            throw CloudFault.unauthorized("Authentication expired");
        }
        return User.withToken(token).orElseThrow(() -> CloudFault.unauthorized(otherwise));
    }

    private static JsonNode body(HttpServletRequest request) throws IOException {
        if (request.getContentType() == null) {
            throw CloudFault.badRequest("Missing Content-Type header field");
        }
        if (!request.getContentType().startsWith("application/json")) {
            throw CloudFault.badRequest("Unsupported Content-type: '" + request.getContentType() + "'");
        }
        try {
            return JSON.readTree(request.getInputStream());
        } catch (JsonProcessingException e) {
            throw CloudFault.badRequest("Invalid JSON data");
        }
    }

    private static String fullName(User user) {
        return user.shortName() + " Example";
    }
}
