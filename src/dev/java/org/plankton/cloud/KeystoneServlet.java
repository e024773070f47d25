package org.plankton.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A stand-in for Keystone 22, OpenStack's identity service: tokens, below {@code /keystone/v3}, and the version
 * documents.
 *
 * <p>All is in the domain "Default". Whoever can have a token is a user with a project of the same name, whose id is
 * the account. The password is the token that is given for it, but for the service's.
 */
@SuppressWarnings("serial") // no servlet here is ever serialised
public final class KeystoneServlet extends CloudServlet {
    /** Who may ask whose token a token is: a user and a project of that name. */
    public static final String SERVICE_USER = "plankton-service";

    public static final String SERVICE_PASSWORD = "service-secret";

    /** What the service is given for its password. */
    public static final String SERVICE_TOKEN = AstakosServlet.SERVICE_TOKEN;

    static final String MOUNT = "/keystone";

    private static final String EXPIRES = "2099-01-01T00:00:00.000000Z";
    private static final Map<String, String> DOMAIN = Map.of("id", "default", "name", "Default");
    private static final String REGION = "RegionOne";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final String UNAUTHORIZED = "The request you have made requires authentication.";

    private static final Map<Integer, String> TITLES = Map.of(
            400, "Bad Request",
            401, "Unauthorized",
            403, "Forbidden",
            404, "Not Found",
            405, "Method Not Allowed",
            500, "Internal Server Error",
            503, "Service Unavailable");

    private volatile Optional<String> imageUrl;

    /** @param imageUrl the image service, whose version the catalogue leaves out; empty: the server that is asked */
    KeystoneServlet(Optional<String> imageUrl) {
        this.imageUrl = imageUrl;
    }

    /** From now on the image service is there in the catalogue, whose version is left out. */
    public void publishImageService(String url) {
        imageUrl = Optional.of(url);
    }

    /** Whoever can have a token. */
    private record Principal(String id, String name, String password, String token, List<String> roles) {
        static Stream<Principal> all() {
            return Stream.concat(
                    Stream.of(new Principal(
                            idOf(SERVICE_USER), SERVICE_USER, SERVICE_PASSWORD, SERVICE_TOKEN, List.of("service"))),
                    Arrays.stream(User.values())
                            .map(user -> new Principal(
                                    user.account(),
                                    user.shortName(),
                                    user.token(),
                                    user.token(),
                                    user == User.ADMIN ? List.of("admin", "member") : List.of("member"))));
        }

        static Optional<Principal> withToken(String token) {
            return all().filter(one -> one.token.equals(token)).findFirst();
        }

        boolean mayAskFor(Principal other) {
            return equals(other) || roles.contains("service") || roles.contains("admin");
        }

        /** Whether a user or a project is named so. */
        boolean isMeant(JsonNode named) {
            return named.has("id")
                    ? named.path("id").asText().equals(id)
                    : named.path("name").asText().equals(name) && isOurs(named.path("domain"));
        }

        private static boolean isOurs(JsonNode domain) {
            return domain.has("id")
                    ? domain.path("id").asText().equals(DOMAIN.get("id"))
                    : domain.path("name").asText().equalsIgnoreCase(DOMAIN.get("name"));
        }
    }

    @Override
    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("application/json");
        switch (path(request).substring(MOUNT.length()).replaceFirst("/$", "")) {
            case "" -> {
                require(request, response, "GET", "HEAD");
                response.setStatus(HttpServletResponse.SC_MULTIPLE_CHOICES);
                writeJson(request, response, Map.of("versions", Map.of("values", List.of(version(request)))));
            }
            case "/v3" -> {
                require(request, response, "GET", "HEAD");
                writeJson(request, response, Map.of("version", version(request)));
            }
            case "/v3/auth/tokens" -> {
                require(request, response, "GET", "HEAD", "POST");
                if (request.getMethod().equals("POST")) {
                    issue(request, response);
                } else {
                    validate(request, response);
                }
            }
            default -> throw new CloudFault(404, "The resource could not be found.");
        }
    }

    private static void require(HttpServletRequest request, HttpServletResponse response, String... methods) {
        if (!List.of(methods).contains(request.getMethod())) {
            response.setHeader("Allow", String.join(", ", methods));
            throw new CloudFault(405, "The method is not allowed for the requested URL.");
        }
    }

    private static Map<String, Object> version(HttpServletRequest request) {
        return Map.of(
                "id",
                "v3.14",
                "status",
                "stable",
                "updated",
                "2020-04-07T00:00:00Z",
                "links",
                List.of(Map.of("rel", "self", "href", address(request) + Cloud.PATH + MOUNT + "/v3/")),
                "media-types",
                List.of(Map.of("base", "application/json", "type", "application/vnd.openstack.identity-v3+json")));
    }

    private void issue(HttpServletRequest request, HttpServletResponse response) throws IOException {
        JsonNode auth = body(request).path("auth");
        JsonNode identity = auth.path("identity");
        if (!identity.path("methods").isArray()) {
            throw CloudFault.badRequest("'identity' is a required property");
        }
        String method = identity.path("methods").path(0).asText();
        Principal principal = authenticated(method, identity.path(method));
        JsonNode scope = auth.path("scope");
        boolean scoped = !scope.isTextual() && !scope.has("unscoped");
        // Without a scope it is everybody's default project.
        if (scoped && !scope.isMissingNode() && !principal.isMeant(scope.path("project"))) {
            throw CloudFault.unauthorized(UNAUTHORIZED);
        }
        response.setStatus(HttpServletResponse.SC_CREATED);
        answer(request, response, principal, method, scoped);
    }

    private static Principal authenticated(String method, JsonNode credentials) {
        Optional<Principal> principal = switch (method) {
            case "password" -> {
                JsonNode user = credentials.path("user");
                yield Principal.all()
                        .filter(one -> one.isMeant(user))
                        .filter(one ->
                                one.password().equals(user.path("password").asText()))
                        .findFirst();
            }
            case "token" -> Principal.withToken(credentials.path("id").asText());
            default -> Optional.empty();
        };
        return principal.orElseThrow(() -> CloudFault.unauthorized(UNAUTHORIZED));
    }

    private void validate(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Principal asking = Principal.withToken(request.getHeader("X-Auth-Token"))
                .orElseThrow(() -> CloudFault.unauthorized(UNAUTHORIZED));
        Optional<Principal> subject = Principal.withToken(request.getHeader("X-Subject-Token"));
        if (!subject.map(asking::mayAskFor).orElse(asking.mayAskFor(null))) {
            throw new CloudFault(
                    403, "You are not authorized to perform the requested action: identity:validate_token.");
        }
        answer(
                request,
                response,
                subject.orElseThrow(() -> new CloudFault(404, "Failed to validate token")),
                "password",
                true);
    }

    private void answer(
            HttpServletRequest request, HttpServletResponse response, Principal of, String method, boolean scoped)
            throws IOException {
        response.setHeader("X-Subject-Token", of.token());
        Map<String, Object> token = new LinkedHashMap<>();
        token.put("methods", List.of(method));
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("domain", DOMAIN);
        user.put("id", of.id());
        user.put("name", of.name());
        user.put("password_expires_at", null);
        token.put("user", user);
        token.put("audit_ids", List.of(idOf(of.name()).substring(0, 22)));
        token.put("expires_at", EXPIRES);
        token.put("issued_at", TIME.format(Instant.now()));
        if (scoped) {
            token.put("project", Map.of("domain", DOMAIN, "id", of.id(), "name", of.name()));
            token.put("is_domain", false);
            token.put(
                    "roles",
                    of.roles().stream()
                            .map(role -> Map.of("id", idOf(role), "name", role))
                            .toList());
            if (request.getParameter("nocatalog") == null) {
                token.put("catalog", catalog(request, of.id()));
            }
        }
        writeJson(request, response, Map.of("token", token));
    }

    private List<Object> catalog(HttpServletRequest request, String project) {
        String here = address(request);
        return List.of(
                service("identity", "keystone", here + Cloud.PATH + MOUNT + "/v3/"),
                service("image", "glance", imageUrl.orElse(here).replaceFirst("/(v[0-9.]+)?/?$", "")),
                service("object-store", "swift", here + Cloud.PATH + "/swift/v1/AUTH_" + project));
    }

    private static Map<String, Object> service(String type, String name, String url) {
        List<Object> endpoints = new ArrayList<>();
        for (String kind : List.of("public", "internal", "admin")) {
            endpoints.add(Map.of(
                    "id", idOf(type + kind), "interface", kind, "region", REGION, "region_id", REGION, "url", url));
        }
        return Map.of("id", idOf(type), "type", type, "name", name, "endpoints", endpoints);
    }

    /** 32 hexadecimal digits, always the same for the same name. */
    private static String idOf(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
    }

    private static JsonNode body(HttpServletRequest request) throws IOException {
        if (request.getContentType() != null && !request.getContentType().startsWith("application/json")) {
            throw CloudFault.badRequest("Expecting to find application/json in Content-Type header.");
        }
        try {
            return JSON.readTree(request.getInputStream());
        } catch (JsonProcessingException e) {
            throw CloudFault.badRequest("The server could not comply with the request since it is malformed.");
        }
    }

    @Override
    void setUsualHeaders(HttpServletResponse response) {
        response.setHeader("Vary", "X-Auth-Token");
        response.setHeader("x-openstack-request-id", "req-" + UUID.randomUUID());
    }

    @Override
    void refuse(HttpServletRequest request, HttpServletResponse response, CloudFault fault) throws IOException {
        if (fault.status() == 401) {
            response.setHeader("WWW-Authenticate", "Keystone uri=\"" + address(request) + Cloud.PATH + MOUNT + "/v3\"");
        }
        response.setContentType("application/json");
        String title = TITLES.getOrDefault(fault.status(), "Error");
        writeJson(
                request,
                response,
                Map.of("error", Map.of("code", fault.status(), "message", fault.getMessage(), "title", title)));
    }
}
