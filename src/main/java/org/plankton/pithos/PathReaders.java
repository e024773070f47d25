package org.plankton.pithos;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Image;
import org.plankton.registry.ports.Sharing;

/** Who may read a file by its own path, where Pithos itself is not told. Who may write stays, and so does the owner. */
final class PathReaders {
    private final ReaderMapper mapper;

    PathReaders(ReaderMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Writes who may, or only looks. Of those who may and should not only who is known to have been let read it by the
     * registry may no longer: the others were by the owner.
     *
     * @param whole null: it is registered no longer
     * @param former who may read it no longer, as far as that is known
     * @param fields to which it is added that this is otherwise
     * @param remarks to which it is added that others may read it
     */
    void look(
            String path,
            WholeImage whole,
            Set<String> former,
            boolean writes,
            SortedSet<String> fields,
            List<String> remarks) {
        Set<String> wanted = wanted(whole);
        Set<String> known = new TreeSet<>(former);
        if (whole != null) {
            known.addAll(whole.members().keySet());
        }
        Long feature = writes ? mapper.lockFeature(path) : mapper.findFeature(path);
        List<ReaderMapper.Reader> there = feature == null ? List.of() : mapper.list(feature);
        Set<String> missing = new TreeSet<>(wanted);
        Set<String> gone = new TreeSet<>();
        Set<String> others = new TreeSet<>();
        String owner = path.substring(0, path.indexOf('/'));
        for (ReaderMapper.Reader reader : there) {
            String account = reader.value();
            missing.remove(account);
            if (reader.key() == 0 && !wanted.contains(account) && !account.equals(owner)) {
                (known.contains(account) ? gone : others).add(account);
            }
        }
        if (writes && !missing.isEmpty()) {
            mapper.insert(feature == null ? mapper.insertFeature(path) : feature, missing);
        }
        if (writes && !gone.isEmpty()) {
            mapper.delete(feature, gone);
            if (missing.isEmpty() && gone.size() == there.size()) {
                mapper.deleteFeature(feature);
            }
        }
        if (!missing.isEmpty() || !gone.isEmpty()) {
            fields.add("readers");
        }
        if (whole != null && !others.isEmpty()) {
            remarks.add("its file is shared in Pithos with others, too: " + String.join(", ", others));
        }
    }

    /** Those who have only its id are no readers: what is everybody's is in everybody's lists there. */
    private static Set<String> wanted(WholeImage whole) {
        Set<String> wanted = new TreeSet<>();
        if (whole != null) {
            Image image = whole.image();
            if (image.metadata().visibility().isForMembers()) {
                wanted.addAll(whole.others().keySet());
            }
            if (image.isPublic()) {
                wanted.add(Sharing.EVERYONE);
            }
        }
        return wanted;
    }
}
