package org.plankton.api.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.plankton.api.http.FaultWriter;
import org.plankton.api.http.JsonResponse;
import org.plankton.api.http.Refusal;
import org.plankton.api.http.Refusals;
import org.plankton.api.http.Tokens;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.QueryPairs;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Quotas;
import org.plankton.registry.request.Usage;

/**
 * Tells administrators which accounts are near to the quotas that are set: of each the {@value #MOST} that have most of
 * it, those first; or, with {@code ?account=}, how much one has of everything that there may be a quota of.
 *
 * <p>All images are counted for that, as often as every {@link #VALIDITY} at most, however many ask.
 */
public final class UsageServlet extends HttpServlet {
    /** Where it is mounted. */
    public static final String PATH = "/usage";

    private static final long serialVersionUID = 1L;
    private static final Set<String> METHODS = Set.of("GET");
    private static final String ACCOUNT = "account";

    /** How many accounts of each quota are told of. */
    private static final int MOST = 100;

    private static final Duration VALIDITY = Duration.ofSeconds(10);

    /** How long others wait for whoever is counting. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** There is no limit, as OpenStack's services write it. */
    private static final int UNLIMITED = -1;

    private final transient Registry registry;
    private final transient Tokens tokens;
    private final transient Quotas quotas;
    private final transient Clock clock;
    private final transient Refusals refusals = new Refusals(UsageServlet::status, 404);
    private final ReentrantLock turn = new ReentrantLock();
    private transient Map<Quota, List<Usage>> counted = Map.of();
    private Instant countedAt = Instant.EPOCH;

    public UsageServlet(Registry registry, Tokens tokens, Quotas quotas, Clock clock) {
        this.registry = registry;
        this.tokens = tokens;
        this.quotas = quotas;
        this.clock = clock;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!METHODS.contains(request.getMethod())) {
            boolean hasBody = !request.getMethod().equals("HEAD");
            FaultWriter.write(Refusal.methodNotAllowed(request.getMethod(), METHODS), hasBody, response);
            return;
        }
        String answer;
        try {
            answer = answer(request);
        } catch (RuntimeException e) { // a fault, or one of our own, which is told and logged as any wire does
            FaultWriter.write(refusals.of(e, request, METHODS), true, response);
            return;
        }
        JsonResponse.write(answer, response);
    }

    private String answer(HttpServletRequest request) {
        Caller caller = tokens.caller(request);
        Optional<String> account = new QueryPairs(request.getQueryString(), ACCOUNT::equals).one(ACCOUNT);
        if (!registry.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only an administrator may see what accounts use");
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode usage = document.putObject("usage");
        if (account.isPresent()) {
            registry.usage(caller, account.get()).forEach(own -> write(usage, own.quota(), List.of(own)));
        } else {
            most(caller).forEach((quota, accounts) -> write(usage, quota, accounts));
        }
        return document.toString();
    }

    private void write(ObjectNode usage, Quota quota, List<Usage> usages) {
        ObjectNode its = usage.putObject(EnumText.of(quota));
        its.put("limit", quotas.of(quota).orElse(UNLIMITED));
        ArrayNode accounts = its.putArray("accounts");
        usages.forEach(one -> accounts.addObject().put(ACCOUNT, one.account()).put("usage", one.count()));
    }

    /** Of each quota that is set who has most. */
    private Map<Quota, List<Usage>> most(Caller caller) {
        try {
            if (!turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Fault(Fault.Kind.UNAVAILABLE, "what accounts use is still being counted; try again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Fault(Fault.Kind.UNAVAILABLE, "the service is stopping; try again", e);
        }
        try {
            Instant now = clock.instant();
            if (!now.isBefore(countedAt.plus(VALIDITY)) || now.isBefore(countedAt)) {
                Map<Quota, List<Usage>> found = new EnumMap<>(Quota.class);
                quotas.most().keySet().forEach(quota -> found.put(quota, registry.listUsage(caller, quota, MOST)));
                counted = found;
                countedAt = now;
            }
            return counted;
        } finally {
            turn.unlock();
        }
    }

    private static int status(Fault.Kind kind) {
        return switch (kind) {
            case UNAUTHORIZED -> 401;
            case FORBIDDEN, HIDDEN -> 403;
            case NO_OBJECT, NOT_FOUND -> 404;
            case TOO_SLOW -> 408;
            case CONFLICT -> 409;
            case STALE -> 412;
            case OVER_LIMIT, TOO_MANY_PROPERTIES -> 413;
            case UNSUPPORTED -> 415;
            case OUT_OF_RANGE -> 416;
            case TOO_MANY_REQUESTS -> 429;
            case UNAVAILABLE -> 503;
            case BAD_REQUEST, NO_LOCATION, MISMATCH -> 400;
        };
    }
}
