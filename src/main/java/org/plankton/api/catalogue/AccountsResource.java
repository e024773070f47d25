package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.JsonReader;
import org.plankton.api.words.RecordJson;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.request.Caller;

/** {@code /catalogue/v1/accounts}: whose accounts the names are that people write, before anything is shared. */
@Path("accounts")
public final class AccountsResource {
    private static final int MOST = 200;
    private static final String FORM =
            "the body must be JSON of the form {\"names\": [<a name or an account's id>, …]}, with 1 to " + MOST
                    + " of them";

    private final AccountNames names;

    private record Asked(List<String> names) {}

    /**
     * @param name as it was asked for
     * @param account null: there is none of that name
     * @param displayName what people call it; null: nobody tells
     */
    private record FoundAccount(String name, String account, String displayName) {}

    /** @param known whether the identity service tells names; else what can be an account's id is taken for one */
    private record Answer(List<FoundAccount> accounts, boolean known) {}

    @Inject
    public AccountsResource(CatalogueFacts facts) {
        this.names = facts.names();
    }

    @POST
    public Response find(@Context Caller caller, InputStream body, @Context UriInfo uri) throws IOException {
        PageQuery.requireNone(uri.getRequestUri().getRawQuery());
        List<String> asked = JsonReader.read(body, Asked.class, path -> FORM)
                .map(Asked::names)
                .filter(all -> !all.isEmpty() && all.size() <= MOST)
                .orElseThrow(() -> Fault.badRequest(FORM));
        Optional<Map<String, String>> accounts = names.accounts(caller.token(), asked);
        if (accounts.isEmpty()) {
            return answer(asked.stream().map(AccountsResource::taken).toList(), false);
        }
        Map<String, String> called = names.names(
                        caller.token(),
                        asked.stream().filter(Account::isWellFormed).toList())
                .orElse(Map.of());
        return answer(
                asked.stream().map(name -> found(name, accounts.get(), called)).toList(), true);
    }

    private static Response answer(List<FoundAccount> accounts, boolean isKnown) {
        return Responses.json(RecordJson.of(new Answer(accounts, isKnown))).build();
    }

    private static FoundAccount taken(String name) {
        return new FoundAccount(name, Account.isWellFormed(name) ? name : null, null);
    }

    private static FoundAccount found(String name, Map<String, String> accounts, Map<String, String> called) {
        if (accounts.containsKey(name)) {
            return new FoundAccount(name, accounts.get(name), name);
        }
        return called.containsKey(name)
                ? new FoundAccount(name, name, called.get(name))
                : new FoundAccount(name, null, null);
    }
}
