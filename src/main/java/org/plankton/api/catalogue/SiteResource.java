package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.plankton.api.http.BaseUrl;
import org.plankton.api.jersey.Responses;
import org.plankton.api.jersey.WithoutToken;
import org.plankton.api.words.RecordJson;

/** {@code /catalogue/v1/site}: where this is, and how one signs in; for whoever shows images to people. */
@Path("site")
public final class SiteResource {
    /** Of an address, whatever is behind it; of IPv6 in brackets. */
    private static final Pattern HOST = Pattern.compile("[a-z]+://(?:[^@/]*@)?(\\[[^\\]]*\\]|[^:/]+)");

    private final CatalogueFacts facts;
    private final BaseUrl base;

    private record LinkJson(String label, String url) {}

    /**
     * @param password whether a token is to be had at {@code sign-in}
     * @param web the page where one logs in, and is sent back from with a token; null: there is none
     * @param users of a development cloud; null: this is none
     */
    private record SignInJson(boolean password, String web, List<Site.SampleUser> users) {}

    private record SiteJson(
            String name,
            String host,
            String logo,
            List<LinkJson> links,
            SignInJson signIn,
            boolean visitors,
            String identity,
            String store,
            String publicUrl,
            long deletedKeptDays,
            String version) {}

    @Inject
    public SiteResource(CatalogueFacts facts, BaseUrl base) {
        this.facts = facts;
        this.base = base;
    }

    @GET
    @WithoutToken
    public Response show(@Context HttpServletRequest request, @Context UriInfo uri) {
        PageQuery.requireNone(uri.getRequestUri().getRawQuery());
        Site site = facts.site();
        String url = base.of(request);
        return Responses.json(RecordJson.of(new SiteJson(
                        site.name(),
                        site.host().orElseGet(() -> host(url)),
                        site.hasLogo() ? "/page/logo" : null,
                        site.links().entrySet().stream()
                                .map(link -> new LinkJson(link.getKey(), link.getValue()))
                                .toList(),
                        new SignInJson(
                                facts.signIn().isOffered(),
                                site.signInPage().orElse(null),
                                site.users().isEmpty() ? null : site.users()),
                        site.letsVisitorsIn(),
                        site.identity(),
                        site.store(),
                        url,
                        site.deletedKeptDays(),
                        site.version())))
                .build();
    }

    /** Null if there is none. */
    private static String host(String url) {
        Matcher host = HOST.matcher(url);
        return host.lookingAt() ? host.group(1) : null;
    }
}
