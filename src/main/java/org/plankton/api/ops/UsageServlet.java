package org.plankton.api.ops;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.plankton.api.http.FaultWriter;
import org.plankton.api.http.JsonResponse;
import org.plankton.api.http.Refusal;
import org.plankton.api.http.Refusals;
import org.plankton.api.http.RequestIdFilter;
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
 * What of a quota cannot be counted, as there is too much, is told of as null, and of all as UNAVAILABLE.
 */
public final class UsageServlet extends HttpServlet {
    /** Where it is mounted. */
    public static final String PATH = "/usage";

    private static final long serialVersionUID = 1L;
    private static final Set<String> METHODS = Set.of("GET");
    private static final String ACCOUNT = "account";
    private static final String ACCOUNTS = "accounts";

    /** How many accounts of each quota are told of. */
    private static final int MOST = 100;

    /** There is no limit, as OpenStack's services write it. */
    private static final int UNLIMITED = -1;

    private final transient Registry registry;
    private final transient Tokens tokens;
    private final transient Quotas quotas;
    private final transient Refusals refusals = new Refusals(OpsStatus::of, 404);

    public UsageServlet(Registry registry, Tokens tokens, Quotas quotas) {
        this.registry = registry;
        this.tokens = tokens;
        this.quotas = quotas;
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
        Caller caller = tokens.caller(request, RequestIdFilter.current());
        Optional<String> account = new QueryPairs(request.getQueryString(), ACCOUNT::equals).one(ACCOUNT);
        if (!registry.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only an administrator may see what accounts use");
        }
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        ObjectNode usage = document.putObject("usage");
        if (account.isPresent()) {
            registry.usage(caller, account.get()).forEach(own -> write(usage, own.quota(), List.of(own)));
        } else {
            writeMost(caller, usage);
        }
        return document.toString();
    }

    private void write(ObjectNode usage, Quota quota, List<Usage> usages) {
        ArrayNode accounts = writeLimit(usage, quota).putArray(ACCOUNTS);
        usages.forEach(one -> accounts.addObject().put(ACCOUNT, one.account()).put("usage", one.count()));
    }

    private ObjectNode writeLimit(ObjectNode usage, Quota quota) {
        return usage.putObject(EnumText.of(quota)).put("limit", quotas.of(quota).orElse(UNLIMITED));
    }

    /** Of each quota that is set; what cannot be counted keeps nobody from the others. */
    private void writeMost(Caller caller, ObjectNode usage) {
        Fault failure = null;
        boolean isTold = quotas.most().isEmpty();
        for (Quota quota : new TreeSet<>(quotas.most().keySet())) {
            try {
                write(usage, quota, registry.listUsage(caller, quota, MOST));
                isTold = true;
            } catch (Fault fault) {
                if (fault.kind() != Fault.Kind.UNAVAILABLE) {
                    throw fault;
                }
                failure = fault;
                writeLimit(usage, quota).putNull(ACCOUNTS);
            }
        }
        if (!isTold) {
            throw failure;
        }
    }
}
