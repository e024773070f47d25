package org.plankton.settings;

import static org.plankton.settings.Parsers.days;
import static org.plankton.settings.Parsers.longNumber;
import static org.plankton.settings.Parsers.number;
import static org.plankton.settings.Parsers.oneOf;
import static org.plankton.settings.Parsers.seconds;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.plankton.api.http.Networks;
import org.plankton.api.http.Origins;
import org.plankton.log.LogFormat;
import org.plankton.registry.request.Limits;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.Quotas;

/**
 * Everything that can be set. Each setting's name, default and range stand where it is read, here or in the records
 * that this one is made of; what it is for is told to operators in {@code tomcat-conf/plankton.xml}.
 *
 * @param admins ids of the accounts that may see and change every image; empty: none
 * @param publishers who may make an image public
 * @param arePending whether new members over Images v2 are to accept an image before it is in their lists
 * @param limits how much an image may have that comes over the guide's dialect or Synnefo's
 * @param glanceLimits the same over Glance's, whose texts may be of other lengths
 * @param quotas how much one account may have, over whichever dialect
 * @param longestPage images that one page of a listing holds at most
 * @param clients how much one of them may keep others from
 * @param longestUpload bytes that an image uploaded through the registry has at most
 * @param uploadLease how long an upload may be silent before it is taken for dead
 * @param inspectsUploads whether bytes over Images v2 that are not of their image's disk format are refused
 * @param deletedKept how long it is remembered of an image that it is registered no longer
 * @param journalKept how long what is done to images is remembered
 * @param check of images' files, by the service itself
 * @param publicUrl where clients reach the service, without a slash at its end; empty: what a client's request says
 * @param proxies who is believed on what the client's request was
 * @param origins whose pages may ask from within a browser
 * @param metrics who may see what is measured
 * @param pithos where images are to be seen by Synnefo's own library; empty: nowhere
 * @param catalogue of properties
 * @param page in browsers
 * @param logFormat of lines of the service's own log
 */
public record Settings(
        DatabaseSettings database,
        IdentitySettings identity,
        StoreSettings store,
        Set<String> admins,
        Publishers publishers,
        boolean arePending,
        Limits limits,
        Limits glanceLimits,
        Quotas quotas,
        int longestPage,
        ClientSettings clients,
        long longestUpload,
        Duration uploadLease,
        boolean inspectsUploads,
        Duration deletedKept,
        Duration journalKept,
        CheckSettings check,
        Optional<String> publicUrl,
        Networks proxies,
        Origins origins,
        MetricsSettings metrics,
        Optional<PithosSettings> pithos,
        CatalogueSettings catalogue,
        PageSettings page,
        LogFormat logFormat) {

    /** Who may make an image public. */
    public enum Publishers {
        ANYONE,
        ADMINISTRATORS
    }

    /** Characters of a property's value, and bytes of everything that is told of an image. */
    private static final int LONGEST_METADATA = 1_000_000;

    /** More than any account will have. */
    private static final int MOST_OWNED = 1_000_000_000;

    /**
     * What is set. A setting {@code plankton.a.b-c} is looked for as a system property of that name, then as the
     * environment variable {@code PLANKTON_A_B_C}, then in the servlet context's parameters; the first that is there,
     * and not blank, counts.
     *
     * @param properties the system's
     * @param parameters the servlet context's
     * @throws UnusableSettings if one is missing, malformed, or called by a name that is none
     */
    public static Settings of(
            Map<String, String> properties, Map<String, String> environment, Map<String, String> parameters)
            throws UnusableSettings {
        SettingsReader reader = new SettingsReader(properties, environment, parameters);
        Settings settings = read(reader);
        reader.finish();
        return settings;
    }

    /**
     * What is set, be it that it cannot be used.
     *
     * @param settings all that there are, in the order of their names
     * @param problems as {@link UnusableSettings} has them
     * @param ignored environment variables that are called as settings' are, and are none's
     */
    public record Report(List<Setting> settings, List<String> problems, List<String> ignored) {}

    /** Each as of {@link #of}. */
    public static Report report(
            Map<String, String> properties, Map<String, String> environment, Map<String, String> parameters) {
        SettingsReader reader = new SettingsReader(properties, environment, parameters);
        read(reader);
        return new Report(reader.all(), reader.problems(), reader.unknownVariables());
    }

    private static Settings read(SettingsReader reader) {
        DatabaseSettings database = DatabaseSettings.read(reader);
        IdentitySettings identity = IdentitySettings.read(reader);
        Limits limits = limits(reader);
        Settings settings = new Settings(
                database,
                identity,
                StoreSettings.read(reader, identity.kind()),
                reader.optional("plankton.admins", Parsers::accounts).orElse(Set.of()),
                reader.or("plankton.publish", "anyone", oneOf(Publishers.class)),
                reader.or("plankton.members.pending", "true", Parsers::truth),
                limits,
                glanceLimits(reader, limits),
                quotas(reader),
                reader.or("plankton.limits.page", "1000", number(1, 100_000)),
                ClientSettings.read(reader),
                reader.or("plankton.limits.upload", "1099511627776", longNumber(1, Long.MAX_VALUE)),
                reader.or("plankton.upload.lease", "120", seconds(2, 3600)),
                reader.or("plankton.upload.inspect", "true", Parsers::truth),
                reader.or("plankton.deleted.keep", "30", days(0, 36_500)),
                reader.or("plankton.journal.keep", "365", days(1, 36_500)),
                CheckSettings.read(reader, identity.kind()),
                reader.optional("plankton.public-url", Addresses::web),
                reader.or("plankton.proxies", "loopback", Networks::of),
                reader.optional("plankton.cors.origins", Origins::of).orElse(Origins.NONE),
                MetricsSettings.read(reader),
                PithosSettings.read(reader),
                CatalogueSettings.read(reader),
                PageSettings.read(reader),
                logFormat(reader));
        settings.requireLongLease(reader);
        return settings;
    }

    /**
     * The one that is needed before all others, since what is wrong with these is to be told in it. Where it cannot be
     * used it is text, which is no fault here.
     */
    public static LogFormat logFormat(
            Map<String, String> properties, Map<String, String> environment, Map<String, String> parameters) {
        return logFormat(new SettingsReader(properties, environment, parameters));
    }

    private static LogFormat logFormat(SettingsReader reader) {
        return reader.or("plankton.log.format", "text", oneOf(LogFormat.class));
    }

    private static Limits limits(SettingsReader reader) {
        return new Limits(
                reader.or("plankton.limits.name", "256", number(1, 256)),
                reader.or("plankton.limits.property-key", "110", number(1, 1000)),
                reader.or("plankton.limits.property-value", "256", number(1, LONGEST_METADATA)),
                reader.or("plankton.limits.properties", "128", number(0, 10_000)),
                reader.or("plankton.limits.metadata", "6144", number(2_048, LONGEST_METADATA)),
                reader.or("plankton.limits.members", "128", number(0, 1_000)),
                reader.or("plankton.limits.tags", "128", number(0, 1_000)));
    }

    private static Limits glanceLimits(SettingsReader reader, Limits others) {
        return others.withTexts(
                // As long as the database's column, which a longer limit would meet with an error.
                reader.or("plankton.limits.glance.name", "255", number(1, 256)),
                reader.or("plankton.limits.glance.property-key", "255", number(1, 1000)),
                reader.or("plankton.limits.glance.property-value", "1000000", number(1, LONGEST_METADATA)));
    }

    private static Quotas quotas(SettingsReader reader) {
        Function<String, Integer> number = number(0, MOST_OWNED);
        Map<Quota, Integer> most = new EnumMap<>(Quota.class);
        reader.optional("plankton.quota.images", number).ifPresent(images -> most.put(Quota.IMAGES, images));
        most.put(Quota.QUEUED, reader.or("plankton.quota.queued", "100", number));
        reader.optional("plankton.quota.uploads", number).ifPresent(uploads -> most.put(Quota.UPLOADS, uploads));
        return new Quotas(most);
    }

    /** So long an upload that is well may be silent: while the client is, and then the store. */
    private void requireLongLease(SettingsReader reader) {
        Duration silence = store.idle().plus(store.timeout());
        if (uploadLease.compareTo(silence) <= 0) {
            reader.refuse(
                    "plankton.upload.lease",
                    "must be longer than plankton.store.idle and plankton.store.timeout together, which are "
                            + silence.toSeconds()
                            + " seconds, or uploads that are under way are taken for dead");
        }
    }
}
