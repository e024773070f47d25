package org.plankton.registry.listing;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.catalogue.Standing;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.AssessmentMapper.Found;
import org.plankton.registry.ports.AssessmentMapper.Stored;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Families;
import org.plankton.registry.request.Families.Current;
import org.plankton.registry.request.Families.Place;

/** What the catalogue makes of images, and which of a family is current. */
public final class Assessments {
    /** Of a family that is looked for, where nobody says whose it is to be. */
    private static final int MOST_OWNERS = 100;

    private final Database database;
    private final Assessor assessor;

    public Assessments(Database database, Assessor assessor) {
        this.database = database;
        this.assessor = assessor;
    }

    public List<Standing> listStandings(Caller caller, List<String> ids) {
        LocalDate today = assessor.today();
        return ids.isEmpty()
                ? List.of()
                : database.read(tables -> tables.assessments().listStandings(ids, caller.account(), today));
    }

    public Assessment assess(Image image) {
        return database.read(tables -> {
            Stored stored = tables.assessments().find(image);
            return assessor.assess(image, stored.sharesName(), stored.ownerName());
        });
    }

    public Families listFamilies(Caller caller, Optional<Place> after, int limit) {
        LocalDate today = assessor.today();
        return database.read(tables -> {
            List<Found> found =
                    tables.assessments().listFamilies(caller.account(), null, null, after.orElse(null), today, limit);
            return new Families(
                    current(tables, caller, found),
                    found.size() < limit ? Optional.empty() : Optional.of(place(found.get(limit - 1))));
        });
    }

    public List<Current> findFamily(Caller caller, String family, Optional<String> owner) {
        LocalDate today = assessor.today();
        return database.read(tables -> current(
                tables,
                caller,
                tables.assessments()
                        .listFamilies(caller.account(), family, owner.orElse(null), null, today, MOST_OWNERS)));
    }

    private static List<Current> current(Tables tables, Caller caller, List<Found> found) {
        List<String> ids =
                found.stream().flatMap(Assessments::candidates).distinct().toList();
        Map<String, Image> images = images(tables, caller, ids);
        return found.stream().flatMap(one -> current(one, images)).toList();
    }

    private static Place place(Found found) {
        return new Place(found.family(), found.owner());
    }

    private static Stream<Current> current(Found found, Map<String, Image> images) {
        return candidates(found)
                .map(images::get)
                .filter(Objects::nonNull)
                .max(Comparator.comparing(Image::createdAt).thenComparing(Image::id))
                .map(image -> new Current(found.family(), image))
                .stream();
    }

    private static Stream<String> candidates(Found found) {
        return Stream.of(found.own(), found.everybodys(), found.shared()).filter(Objects::nonNull);
    }

    private static Map<String, Image> images(Tables tables, Caller caller, List<String> ids) {
        return ids.isEmpty()
                ? Map.of()
                : tables.images().findAll(ids, caller.account(), false, false).stream()
                        .collect(Collectors.toMap(Image::id, Function.identity()));
    }
}
