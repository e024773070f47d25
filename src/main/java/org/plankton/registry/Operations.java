package org.plankton.registry;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.plankton.registry.bytes.Download;
import org.plankton.registry.bytes.Orphans;
import org.plankton.registry.bytes.Transfers;
import org.plankton.registry.bytes.UploadBounds;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.catalogue.Assessor;
import org.plankton.registry.catalogue.Standing;
import org.plankton.registry.change.Check;
import org.plankton.registry.change.Import;
import org.plankton.registry.change.Locate;
import org.plankton.registry.change.Register;
import org.plankton.registry.change.RegisterUpload;
import org.plankton.registry.change.Reserve;
import org.plankton.registry.change.Restore;
import org.plankton.registry.change.Unregister;
import org.plankton.registry.change.Update;
import org.plankton.registry.change.UploadBytes;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.HistoryPage;
import org.plankton.registry.history.HistoryQuery;
import org.plankton.registry.history.ImportOutcome;
import org.plankton.registry.history.Moment;
import org.plankton.registry.history.WholeImage;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Member;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.SharedImage;
import org.plankton.registry.listing.Assessments;
import org.plankton.registry.listing.FileLists;
import org.plankton.registry.listing.History;
import org.plankton.registry.listing.Listings;
import org.plankton.registry.listing.LongLists;
import org.plankton.registry.listing.Lookup;
import org.plankton.registry.listing.SharedListings;
import org.plankton.registry.listing.TotalCounts;
import org.plankton.registry.listing.Usages;
import org.plankton.registry.listing.WholeImages;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Files;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Counted;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.Families;
import org.plankton.registry.request.Families.Current;
import org.plankton.registry.request.Families.Place;
import org.plankton.registry.request.ImportMode;
import org.plankton.registry.request.Page;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Quota;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.request.StoredContainer;
import org.plankton.registry.request.StoredFile;
import org.plankton.registry.request.Totals;
import org.plankton.registry.request.Upload;
import org.plankton.registry.request.Usage;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.ChangeClock;
import org.plankton.registry.sharing.Attempts;
import org.plankton.registry.sharing.Members;
import org.plankton.registry.sharing.ReaderSync;
import org.plankton.registry.turns.Turns;
import org.plankton.registry.turns.Turns.Turn;
import org.plankton.registry.writing.Findings;

/** The registry, put together: each operation is a class of its own, and none of them knows another's. */
public final class Operations implements Registry {
    private final Access access;
    private final Transfers transfers;
    private final Register register;
    private final RegisterUpload registerUpload;
    private final Reserve reserve;
    private final Locate locate;
    private final UploadBytes upload;
    private final Update update;
    private final Check check;
    private final History history;
    private final Restore restore;
    private final Import imports;
    private final WholeImages wholeImages;
    private final Unregister unregister;
    private final Lookup lookup;
    private final Download download;
    private final Listings listings;
    private final SharedListings sharedListings;
    private final Members members;
    private final Usages usages;
    private final TotalCounts totalCounts;
    private final Assessments assessments;
    private final FileLists fileLists;

    /**
     * @param sharing of the same store as {@code objects}
     * @param files of the same store, too
     * @param uploads how they are bounded
     * @param transfers of images' bytes, both ways
     * @param hashing by which they are hashed, beside their transfer
     * @param waiting whoever waits for another's change of the same readers has one of these meanwhile
     * @param attempts in which readers are changed
     * @param assessor the database's
     */
    public Operations(
            Database database,
            ObjectStore objects,
            Sharing sharing,
            Files files,
            Access access,
            UploadBounds uploads,
            Transfers transfers,
            Executor hashing,
            LongLists longLists,
            Turns waiting,
            Attempts attempts,
            Assessor assessor,
            ChangeClock clock) {
        Findings findings = new Findings(database, objects, clock);
        ReaderSync readers = new ReaderSync(database, objects, sharing, findings, attempts, waiting);
        Orphans orphans = new Orphans(database, objects, uploads.lease().toSeconds());
        this.access = access;
        this.transfers = transfers;
        this.register = new Register(database, objects, readers, findings, access, clock);
        this.reserve = new Reserve(database, objects, orphans, access, clock);
        this.locate = new Locate(database, objects, readers, findings, access, clock);
        this.upload = new UploadBytes(database, objects, readers, orphans, uploads, hashing, access, clock);
        this.registerUpload = new RegisterUpload(reserve, upload, uploads);
        this.update = new Update(database, objects, readers, findings, access, clock);
        this.check = new Check(database, findings, access);
        this.history = new History(database, access);
        this.restore = new Restore(database, objects, readers, access, clock);
        this.imports = new Import(database, access, clock);
        this.wholeImages = new WholeImages(database, access);
        this.unregister = new Unregister(database, readers, orphans, access, clock);
        this.lookup = new Lookup(database, access);
        this.download = new Download(objects, findings, access, transfers);
        this.listings = new Listings(database, access, longLists);
        this.sharedListings = new SharedListings(database, access, longLists);
        this.members = new Members(database, readers, access);
        this.usages = new Usages(database, access, clock.clock());
        this.totalCounts = new TotalCounts(database, access, clock.clock());
        this.fileLists = new FileLists(database, files);
        this.assessments = new Assessments(database, assessor);
    }

    @Override
    public boolean isAdministrator(Caller caller) {
        return access.isAdministrator(caller);
    }

    @Override
    public Image register(Caller caller, Draft draft) {
        return register.register(caller, draft);
    }

    @Override
    public Turn takeTransfer(Caller caller) {
        return transfers.take(caller);
    }

    @Override
    public Image register(Caller caller, Draft draft, Upload bytes) throws IOException {
        return registerUpload.register(caller, draft, bytes);
    }

    @Override
    public Image reserve(Caller caller, Draft draft) {
        return reserve.reserve(caller, draft);
    }

    @Override
    public Image locate(Caller caller, String id, Change change, Location location, Expected expected) {
        return locate.locate(caller, id, change, location, expected);
    }

    @Override
    public Image upload(Caller caller, String id, Change change, Upload bytes) throws IOException {
        return upload.upload(caller, id, change, bytes);
    }

    @Override
    public Image update(Caller caller, String id, Change change) {
        return update.update(caller, id, change);
    }

    @Override
    public Image check(Caller caller, String id) {
        return check.check(caller, id);
    }

    @Override
    public HistoryPage history(Caller caller, String id, long before, int limit) {
        return history.ofImage(caller, id, before, limit);
    }

    @Override
    public HistoryPage listEdits(Caller caller, HistoryQuery query, int limit) {
        return history.list(caller, query, limit);
    }

    @Override
    public List<HistoryEntry> listEditsBehind(Caller caller, long position, int limit) {
        return history.following(caller, position, limit);
    }

    @Override
    public Image restore(Caller caller, String id, Optional<Moment> moment) {
        return restore.restore(caller, id, moment);
    }

    @Override
    public List<WholeImage> listWhole(Caller caller, String after, int limit) {
        return wholeImages.list(caller, after, limit);
    }

    @Override
    public void importAll(Caller caller, List<WholeImage> images, ImportMode mode, Consumer<ImportOutcome> reader) {
        imports.importAll(caller, images, mode, reader);
    }

    @Override
    public void unregister(Caller caller, String id) {
        unregister.unregister(caller, id, false);
    }

    @Override
    public void delete(Caller caller, String id) {
        unregister.unregister(caller, id, true);
    }

    @Override
    public Image find(Caller caller, String id) {
        return lookup.find(caller, id);
    }

    @Override
    public Image findEvenDeleted(Caller caller, String id) {
        return lookup.findEvenDeleted(caller, id);
    }

    @Override
    public StoredBytes open(Caller caller, Image image, Optional<ByteRange> range) {
        return download.open(caller, image, range);
    }

    @Override
    public void list(Caller caller, Query query, Consumer<Image> reader) {
        listings.list(caller, query, reader);
    }

    @Override
    public Page page(Caller caller, Query query, int limit) {
        return listings.page(caller, query, limit);
    }

    @Override
    public long count(Caller caller, Query query) {
        return listings.count(caller, query);
    }

    @Override
    public Counted countUpTo(Caller caller, Query query, int most) {
        return listings.countUpTo(caller, query, most);
    }

    @Override
    public List<Standing> listStandings(Caller caller, List<String> ids) {
        return assessments.listStandings(caller, ids);
    }

    @Override
    public Assessment assess(Image image) {
        return assessments.assess(image);
    }

    @Override
    public Families listFamilies(Caller caller, Optional<Place> after, int limit) {
        return assessments.listFamilies(caller, after, limit);
    }

    @Override
    public List<Current> findFamily(Caller caller, String family, Optional<String> owner) {
        return assessments.findFamily(caller, family, owner);
    }

    @Override
    public List<StoredContainer> listContainers(Caller caller, String after, int limit) {
        return fileLists.listContainers(caller, after, limit);
    }

    @Override
    public List<StoredFile> listFiles(Caller caller, String container, String prefix, String after, int limit) {
        return fileLists.list(caller, container, prefix, after, limit);
    }

    @Override
    public Optional<byte[]> readFile(Caller caller, Location location, int most) {
        return download.read(caller, location, most);
    }

    @Override
    public String fingerprint(Caller caller, Query query, int limit) {
        return listings.fingerprint(caller, query, limit);
    }

    @Override
    public List<Member> listMembers(Caller caller, String id) {
        return members.list(caller, id);
    }

    @Override
    public void replaceMembers(Caller caller, String id, Map<String, Optional<Boolean>> canShare) {
        members.replace(caller, id, canShare);
    }

    @Override
    public void addMember(Caller caller, String id, String account, Optional<Boolean> canShare) {
        members.add(caller, id, account, canShare);
    }

    @Override
    public Member invite(Caller caller, String id, String account) {
        return members.invite(caller, id, account);
    }

    @Override
    public Member findMember(Caller caller, String id, String account) {
        return members.find(caller, id, account);
    }

    @Override
    public Member answer(Caller caller, String id, String account, MemberStatus status) {
        return members.answer(caller, id, account, status);
    }

    @Override
    public boolean removeMember(Caller caller, String id, String account) {
        return members.remove(caller, id, account);
    }

    @Override
    public void listSharedWith(Caller caller, String account, Consumer<SharedImage> reader) {
        sharedListings.listWith(caller, account, reader);
    }

    @Override
    public void listSharedTo(Caller caller, String account, Consumer<SharedImage> reader) {
        sharedListings.listTo(caller, account, reader);
    }

    @Override
    public List<Usage> usage(Caller caller, String account) {
        return usages.usage(caller, account);
    }

    @Override
    public List<Usage> listUsage(Caller caller, Quota quota, int limit) {
        return usages.listUsage(caller, quota, limit);
    }

    @Override
    public Totals totals(Caller caller) {
        return totalCounts.totals(caller);
    }
}
