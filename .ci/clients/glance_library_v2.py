"""python-glanceclient as a library, version 2 of the API: what Nova, Cinder, Horizon and scripts use."""

import hashlib
import io
import tempfile
import uuid

import checks
from checks import BYTES, FORMATS, PROPERTIES, UNKNOWN
from glanceclient import Client
from glanceclient import exc

ALICE, BOB, CAROL = (checks.library('2', user) for user in ('alice', 'bob', 'carol'))
PUBLISHER = checks.library('2', checks.publisher())
ALICES_ACCOUNT, BOBS_ACCOUNT, CAROLS_ACCOUNT = (checks.account_of(user) for user in ('alice', 'bob', 'carol'))
FIELDS = {
    'id', 'name', 'disk_format', 'container_format', 'visibility', 'size', 'virtual_size', 'status', 'checksum',
    'protected', 'min_ram', 'min_disk', 'owner', 'os_hidden', 'os_hash_algo', 'os_hash_value', 'created_at',
    'updated_at', 'tags', 'file', 'schema'}


def ids(client, **options):
    return [image.id for image in client.images.list(**options)]


def download(client, image_id):
    """The bytes, compared with their hash on the way; None if there are none."""
    data = client.images.data(image_id).wrapped
    return None if data is None else b''.join(data)


class GlanceLibrary(checks.ImagesV2):
    def refused(self, code, ask, *arguments, **options):
        with self.assertRaises(exc.HTTPException) as refused:
            ask(*arguments, **options)
        self.assertEqual(code, refused.exception.code)

    def test_create_without_bytes(self):
        made = self.make(data=None, name='Ünï/x:y%z + more')
        for image in (made, ALICE.images.get(made.id)):
            self.assertEqual(FIELDS, set(image))
            self.assertEqual(
                ('Ünï/x:y%z + more', 'raw', 'bare', 'shared', None, None, 'queued', None, False, 0, 0, ALICES_ACCOUNT,
                 False, None, None, [], f'/v2/images/{made.id}/file', '/v2/schemas/image'),
                tuple(image[field] for field in (
                    'name', 'disk_format', 'container_format', 'visibility', 'size', 'virtual_size', 'status',
                    'checksum', 'protected', 'min_ram', 'min_disk', 'owner', 'os_hidden', 'os_hash_algo',
                    'os_hash_value', 'tags', 'file', 'schema')))
            for time in (image.created_at, image.updated_at):
                self.assertRegex(time, r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$')

    def test_create_of_nothing(self):
        image = ALICE.images.create()
        self.end_with_check(image.id)
        self.assertEqual((None, None, None), (image.name, image.disk_format, image.container_format))

    def test_create_with_everything(self):
        made = self.make(min_ram=512, min_disk=3, protected=True, os_hidden=True, visibility='private',
                         tags=['b', 'a:1.x', 'Ünï'], **PROPERTIES)
        shown = ALICE.images.get(made.id)
        self.assertEqual((512, 3, True, True, 'private'), tuple(
            shown[field] for field in ('min_ram', 'min_disk', 'protected', 'os_hidden', 'visibility')))
        self.assertEqual(['a:1.x', 'b', 'Ünï'], sorted(shown.tags))
        self.assertEqual(PROPERTIES, {key: shown[key] for key in shown if key not in FIELDS})

    def test_create_with_an_id(self):
        image_id = str(uuid.uuid4())
        self.assertEqual(image_id, self.make(data=None, id=image_id).id)
        self.refused(409, ALICE.images.create, id=image_id)
        self.refused(409, BOB.images.create, id=image_id)

    def test_upload(self):
        image = self.make()
        self.assertEqual(('active', len(BYTES), hashlib.md5(BYTES).hexdigest()),
                         (image.status, image.size, image.checksum))
        self.assertEqual(('sha512', hashlib.sha512(BYTES).hexdigest()), (image.os_hash_algo, image.os_hash_value))

    def test_upload_of_a_file(self):
        image = self.make(data=None)
        with tempfile.TemporaryFile() as file:
            file.write(BYTES)
            file.seek(0)
            ALICE.images.upload(image.id, file)
        self.assertEqual(('active', len(BYTES)), (ALICE.images.get(image.id).status, ALICE.images.get(image.id).size))

    def test_upload_of_no_bytes(self):
        image = self.make(data=b'')
        self.assertEqual(('active', 0, hashlib.md5().hexdigest()), (image.status, image.size, image.checksum))
        self.assertEqual(b'', download(ALICE, image.id))

    def test_upload_twice(self):
        image = self.make()
        self.refused(409, ALICE.images.upload, image.id, io.BytesIO(b'others'))
        self.assertEqual(BYTES, download(ALICE, image.id))

    def test_upload_without_formats(self):
        image = ALICE.images.create(name=checks.fresh('formless'))
        self.end_with_check(image.id)
        self.refused(400, ALICE.images.upload, image.id, io.BytesIO(BYTES))
        self.assertEqual('queued', ALICE.images.get(image.id).status)
        ALICE.images.update(image.id, **FORMATS)
        ALICE.images.upload(image.id, io.BytesIO(BYTES))
        self.assertEqual(BYTES, download(ALICE, image.id))

    def test_upload_by_another(self):
        self.refused(404, BOB.images.upload, self.make(data=None).id, io.BytesIO(BYTES))
        self.refused(403, BOB.images.upload, self.make(data=None, visibility='community').id, io.BytesIO(BYTES))

    def test_download(self):
        image = self.make()
        self.assertEqual(len(BYTES), len(ALICE.images.data(image.id)))
        self.assertEqual(BYTES, download(ALICE, image.id))
        self.refused(404, BOB.images.data, image.id)

    def test_download_of_what_has_no_bytes(self):
        self.assertIsNone(download(ALICE, self.make(data=None).id))

    def test_update_of_fields(self):
        image = self.make()
        changed = ALICE.images.update(image.id, name='Über', min_ram=64, min_disk=2, protected=True, os_hidden=True,
                                      tags=['x', 'y'])
        self.assertEqual(('Über', 64, 2, True, True, ['x', 'y']), (
            changed.name, changed.min_ram, changed.min_disk, changed.protected, changed.os_hidden,
            sorted(changed.tags)))
        self.assertEqual((image.checksum, image.created_at), (changed.checksum, changed.created_at))
        self.assertGreaterEqual(changed.updated_at, image.updated_at)

    def test_update_of_properties(self):
        image = self.make(a='1', b='2', **PROPERTIES)
        added = {'b': '3', 'c': 'x y', 'Hw.Other:Thing/~1': '', 'empty': 'no more'}
        changed = ALICE.images.update(image.id, remove_props=['a', 'trait:HW_CPU_X86_AVX2', 'none'], **added)
        expected = {**PROPERTIES, **added}
        del expected['trait:HW_CPU_X86_AVX2']
        self.assertEqual(expected, {key: changed[key] for key in changed if key not in FIELDS})

    def test_update_of_formats(self):
        image = self.make(data=None)
        changed = ALICE.images.update(image.id, disk_format='qcow2', container_format='ovf')
        self.assertEqual(('qcow2', 'ovf'), (changed.disk_format, changed.container_format))
        self.refused(403, ALICE.images.update, self.make().id, disk_format='qcow2')

    def test_update_of_what_is_not_to_be_set(self):
        image = self.make()
        for field in ({'status': 'queued'}, {'size': 1}, {'checksum': '0' * 32}, {'os_glance_x': 'y'},
                      {'owner': BOBS_ACCOUNT}, {'id': UNKNOWN}):
            self.refused(403, ALICE.images.update, image.id, **field)
        self.refused(403, ALICE.images.update, image.id, remove_props=['name'])

    def test_tags(self):
        image = self.make(data=None, tags=['kept'])
        for tag in ('x.y:z', 'x.y:z', 'A b'):
            ALICE.image_tags.update(image.id, tag)
        self.assertEqual({'kept', 'x.y:z', 'A b'}, set(ALICE.images.get(image.id).tags))
        ALICE.image_tags.delete(image.id, 'A b')
        self.refused(404, ALICE.image_tags.delete, image.id, 'A b')
        self.assertEqual({'kept', 'x.y:z'}, set(ALICE.images.get(image.id).tags))

    def test_visibility(self):
        image = self.make(visibility='private')
        self.refused(404, BOB.images.get, image.id)
        self.assertEqual('community', ALICE.images.update(image.id, visibility='community').visibility)
        self.assertEqual(BYTES, download(BOB, image.id))
        self.assertNotIn(image.id, ids(BOB))
        for visibility in ('community', 'all'):
            self.assertIn(image.id, ids(BOB, filters={'visibility': visibility}))
        self.assertEqual('shared', ALICE.images.update(image.id, visibility='shared').visibility)
        self.refused(404, BOB.images.get, image.id)
        self.assertEqual([image.id], ids(ALICE, filters={'visibility': 'shared', 'name': image.name}))
        self.assertEqual([], ids(ALICE, filters={'visibility': 'private', 'name': image.name}))

    def test_publishing(self):
        image = PUBLISHER.images.create(name=checks.fresh('public'), visibility='private', **FORMATS)
        self.addCleanup(PUBLISHER.images.delete, image.id)
        PUBLISHER.images.upload(image.id, io.BytesIO(BYTES))
        self.assertEqual('public', PUBLISHER.images.update(image.id, visibility='public').visibility)
        self.assertEqual(BYTES, download(BOB, image.id))
        self.assertIn(image.id, ids(BOB))
        self.assertIn(image.id, ids(BOB, filters={'visibility': 'public'}))
        self.refused(403, BOB.images.update, image.id, name='mine')
        self.refused(403, BOB.images.delete, image.id)
        PUBLISHER.images.update(image.id, visibility='private')
        self.refused(404, BOB.images.get, image.id)

    def test_publishing_by_others(self):
        if checks.publisher() == 'alice':
            return  # here everybody may
        self.refused(403, ALICE.images.update, self.make().id, visibility='public')
        self.refused(403, ALICE.images.create, visibility='public')

    def test_hidden(self):
        image = self.make(os_hidden=True)
        self.assertNotIn(image.id, ids(ALICE))
        self.assertIn(image.id, ids(ALICE, filters={'os_hidden': True}))
        self.assertEqual(BYTES, download(ALICE, image.id))
        ALICE.images.update(image.id, os_hidden=False)
        self.assertIn(image.id, ids(ALICE))
        self.assertNotIn(image.id, ids(ALICE, filters={'os_hidden': True}))

    def test_protected(self):
        image = self.make(protected=True)
        self.refused(403, ALICE.images.delete, image.id)
        ALICE.images.update(image.id, protected=False)
        ALICE.images.delete(image.id)

    def test_deactivate_and_reactivate(self):
        image = self.make(visibility='community')
        self.refused(403, BOB.images.deactivate, image.id)
        for _ in range(2):
            ALICE.images.deactivate(image.id)
        self.assertEqual('deactivated', ALICE.images.get(image.id).status)
        for client in (ALICE, BOB):
            self.refused(403, client.images.data, image.id)
        self.assertEqual('renamed', ALICE.images.update(image.id, name='renamed').name)
        for _ in range(2):
            ALICE.images.reactivate(image.id)
        self.assertEqual(('active', BYTES), (ALICE.images.get(image.id).status, download(BOB, image.id)))
        self.refused(403, ALICE.images.deactivate, self.make(data=None).id)

    def test_members(self):
        image = self.make()
        self.refused(404, BOB.images.get, image.id)
        member = ALICE.image_members.create(image.id, BOBS_ACCOUNT)
        self.assertEqual((BOBS_ACCOUNT, image.id, 'pending'), (member.member_id, member.image_id, member.status))
        self.refused(409, ALICE.image_members.create, image.id, BOBS_ACCOUNT)
        for status, listed in (('pending', False), ('accepted', True), ('rejected', False)):
            if status != 'pending':
                self.assertEqual(status, BOB.image_members.update(image.id, BOBS_ACCOUNT, status).status)
            self.assertEqual(listed, image.id in ids(BOB))
            self.assertEqual(listed, image.id in ids(BOB, filters={'visibility': 'shared'}))
            for asked in ('pending', 'accepted', 'rejected', 'all'):
                self.assertEqual(asked in (status, 'all'), image.id in ids(BOB, filters={'member_status': asked}))
            self.assertEqual(BYTES, download(BOB, image.id))
            for client in (ALICE, BOB):
                self.assertEqual([(BOBS_ACCOUNT, status)],
                                 [(one.member_id, one.status) for one in client.image_members.list(image.id)])
        ALICE.image_members.delete(image.id, BOBS_ACCOUNT)
        self.assertEqual([], list(ALICE.image_members.list(image.id)))
        self.refused(404, BOB.images.get, image.id)

    def test_members_that_may_not(self):
        image = self.make()
        ALICE.image_members.create(image.id, BOBS_ACCOUNT)
        ALICE.image_members.create(image.id, CAROLS_ACCOUNT)
        self.assertEqual({BOBS_ACCOUNT, CAROLS_ACCOUNT},
                         {one.member_id for one in ALICE.image_members.list(image.id)})
        self.assertEqual([BOBS_ACCOUNT], [one.member_id for one in BOB.image_members.list(image.id)])
        self.refused(403, ALICE.image_members.update, image.id, BOBS_ACCOUNT, 'accepted')
        self.refused(404, BOB.image_members.update, image.id, CAROLS_ACCOUNT, 'accepted')
        self.refused(403, BOB.image_members.create, image.id, ALICES_ACCOUNT)
        self.refused(403, BOB.image_members.delete, image.id, BOBS_ACCOUNT)
        self.refused(403, BOB.images.update, image.id, name='mine')
        self.refused(403, BOB.images.delete, image.id)
        self.refused(404, ALICE.image_members.delete, image.id, ALICES_ACCOUNT)

    def test_members_of_what_is_not_shared(self):
        self.refused(403, ALICE.image_members.create, self.make(data=None, visibility='private').id, BOBS_ACCOUNT)

    def test_list_by_fields(self):
        # What is bare may have to be what its disk format says.
        image = self.make(min_ram=77, min_disk=5, tags=['a', 'b'], disk_format='qcow2', container_format='ovf')
        image = ALICE.images.update(image.id, protected=True)
        for filters in ({'name': image.name}, {'id': image.id}, {'status': 'active'}, {'disk_format': 'qcow2'},
                        {'container_format': 'ovf'}, {'owner': ALICES_ACCOUNT}, {'checksum': image.checksum},
                        {'os_hash_value': image.os_hash_value}, {'min_ram': 77}, {'min_disk': 5},
                        {'protected': 'true'}, {'size': len(BYTES)}, {'size_min': len(BYTES)},
                        {'size_max': len(BYTES)}, {'tag': ['a']}, {'tag': ['b', 'a']}, {'visibility': 'shared'},
                        {'disk_format': 'in:iso,qcow2'}, {'name': f'in:none,"{image.name}"'},
                        {'created_at': f'gte:{image.created_at}'}, {'updated_at': 'lte:2100-01-01'}):
            self.assertIn(image.id, ids(ALICE, filters=dict(filters)), filters)
        for filters in ({'name': image.name[:-1]}, {'id': UNKNOWN}, {'status': 'queued'}, {'disk_format': 'raw'},
                        {'owner': BOBS_ACCOUNT}, {'min_ram': 76}, {'protected': 'false'},
                        {'size_min': len(BYTES) + 1}, {'size_max': len(BYTES) - 1}, {'tag': ['a', 'c']},
                        {'tag': ['A']}, {'created_at': f'lt:{image.created_at}'}, {'updated_at': 'gt:2100-01-01'}):
            self.assertNotIn(image.id, ids(ALICE, filters=dict(filters)), filters)

    def test_list_by_properties(self):
        image = self.make(data=None, **PROPERTIES)
        for key in ('os_distro', 'hw.disk:bus', 'trait:HW_CPU_X86_AVX2', 'Capitals', 'capitals', 'empty'):
            self.assertIn(image.id, ids(ALICE, filters={key: PROPERTIES[key]}), key)
        self.assertIn(image.id, ids(ALICE, filters={'Capitals': 'Kept', 'capitals': 'kept, too'}))
        for key, value in (('os_distro', 'Arch'), ('OS_DISTRO', 'arch'), ('Capitals', 'kept, too'), ('none', '')):
            self.assertNotIn(image.id, ids(ALICE, filters={key: value}), key)

    def test_list_by_what_cannot_be(self):
        for filters in ({'visibility': 'secret'}, {'member_status': 'maybe'}, {'name': 'like:x'},
                        {'size_min': 'big'}, {'created_at': 'gt:yesterday'}, {'os_hidden': 'maybe'},
                        {'protected': 'maybe'}, {'changes-since': '2020-01-01'}):
            self.refused(400, ids, ALICE, filters=filters)
        self.refused(400, ids, ALICE, marker=UNKNOWN)
        self.refused(400, ids, ALICE, filters={'limit': None, 'sort': 'none:asc'})

    def test_list_in_pages(self):
        name = checks.fresh('page')
        made = {self.make(data=None, name=name, tags=['a b', 'c']).id for _ in range(7)}
        for page_size in (1, 3, 7, 20):
            listed = ids(ALICE, page_size=page_size, filters={'name': name, 'tag': ['a b', 'c']})
            self.assertEqual((7, made), (len(listed), set(listed)))
        newest = ids(ALICE, filters={'name': name})
        self.assertEqual(newest[:5], ids(ALICE, page_size=2, limit=5, filters={'name': name}))
        self.assertEqual(newest[3:], ids(ALICE, marker=newest[2], filters={'name': name}))
        for sort in ('name:asc,id:desc', 'container_format', 'status,disk_format:asc,updated_at:asc'):
            listed = ids(ALICE, page_size=2, sort=sort, filters={'name': name})
            self.assertEqual((7, made), (len(listed), set(listed)), sort)

    def test_list_of_more_than_a_server_gives_at_once(self):
        name = checks.fresh('many')
        made = {self.make(data=None, name=name).id for _ in range(27)}
        self.assertEqual(made, set(ids(ALICE, page_size=25, filters={'name': name})))

    def test_list_in_order(self):
        tag = checks.fresh('order')
        by_name = [self.make(data=None, tags=[tag], name=name, min_ram=5).id for name in ('a', 'b', 'c')]
        for options, expected in (
                ({'sort': 'name:asc'}, by_name), ({'sort': 'name'}, by_name[::-1]),
                ({'sort': 'status:asc,name:desc'}, by_name[::-1]),
                ({'sort_key': 'name', 'sort_dir': 'asc'}, by_name),
                ({'sort_key': ['status', 'name'], 'sort_dir': ['desc', 'asc']}, by_name),
                ({'sort_key': ['status', 'name'], 'sort_dir': 'desc'}, by_name[::-1]),
                ({'sort': 'id:asc'}, sorted(by_name))):
            self.assertEqual(expected, ids(ALICE, filters={'tag': [tag]}, **options), options)

    def test_delete(self):
        image = self.make()
        ALICE.images.delete(image.id)
        for again in (ALICE.images.get, ALICE.images.delete, ALICE.images.data, ALICE.images.deactivate):
            self.refused(404, again, image.id)
        self.assertNotIn(image.id, ids(ALICE))
        self.refused(409, ALICE.images.create, id=image.id)

    def test_not_found(self):
        for ask in (ALICE.images.get, ALICE.images.data, ALICE.images.delete, ALICE.images.reactivate,
                    lambda image: ALICE.images.upload(image, io.BytesIO(BYTES)),
                    lambda image: list(ALICE.image_members.list(image)),
                    lambda image: ALICE.image_members.create(image, BOBS_ACCOUNT),
                    lambda image: ALICE.image_tags.update(image, 'tag')):
            for image in (UNKNOWN, 'no-uuid'):
                self.refused(404, ask, image)

    def test_malformed(self):
        with self.assertRaises(TypeError):  # it looks into the schema by itself
            ALICE.images.create(disk_format='floppy')
        image = self.make(data=None)
        self.refused(400, ALICE.image_members.create, image.id, '')
        ALICE.image_members.create(image.id, BOBS_ACCOUNT)
        self.refused(400, BOB.image_members.update, image.id, BOBS_ACCOUNT, 'maybe')

    def test_schemas(self):
        for name, kind in (('image', 'name'), ('images', 'images'), ('member', 'member_id'), ('members', 'members')):
            schema = ALICE.schemas.get(name)
            self.assertEqual(name, schema.name)
            self.assertIn(kind, [one.name for one in schema.properties])
        image = ALICE.schemas.get('image').raw()
        self.assertEqual(FIELDS, FIELDS & set(image['properties']))
        for field, words in (('disk_format', {'raw', 'qcow2', 'iso', 'vmdk', None}),
                             ('container_format', {'bare', 'ovf', 'ova', None}),
                             ('visibility', {'public', 'private', 'shared', 'community'})):
            self.assertLessEqual(words, set(image['properties'][field]['enum']))

    def test_versions_and_what_there_is_not(self):
        self.assertLessEqual({'v2.0', 'v2.5', 'v2.7', 'v2.9'}, {one['id'] for one in ALICE.versions.list()})
        self.assertEqual([], ALICE.images.get_import_info()['import-methods']['value'])
        self.refused(404, ALICE.images.get_stores_info)
        self.refused(501, ALICE.images.get_associated_image_tasks, UNKNOWN)  # by itself: there is no version 2.12
        self.refused(400, ALICE.images.delete_locations, self.make(data=None).id, {'file:///etc/passwd'})
        self.refused(403, ALICE.images.add_location, self.make(data=None).id, 'file:///etc/passwd', {})
        self.assertEqual([], list(ALICE.metadefs_namespace.list(filters={'resource_types': 'OS::Nova::Server'})))

    def test_no_good_token(self):
        self.refused(401, ids, Client('2', checks.REGISTRY, token='nobodys'))

    def test_endpoint_and_token_without_a_catalogue(self):
        image = self.make()
        token = checks.session_of('alice').get_token()
        for endpoint in (checks.REGISTRY, checks.REGISTRY + '/'):
            client = Client('2', endpoint, token=token)
            self.assertEqual(image.checksum, client.images.get(image.id).checksum)
            self.assertEqual(BYTES, download(client, image.id))
            self.assertIn(image.id, ids(client, page_size=1))
            self.assertEqual('renamed', client.images.update(image.id, name='renamed').name)
        Client('2', checks.REGISTRY, token=token).images.delete(image.id)
        self.refused(404, ALICE.images.get, image.id)

    def test_request_ids(self):
        image = ALICE.images.create(**FORMATS)
        listed = ALICE.images.list()
        self.assertIn(image.id, [one.id for one in listed])
        answers = [image, listed, ALICE.images.upload(image.id, io.BytesIO(BYTES)), ALICE.images.get(image.id),
                   ALICE.images.update(image.id, name='x'), ALICE.images.data(image.id),
                   ALICE.images.delete(image.id)]
        for answer in answers:
            self.assertRegex(answer.request_ids[0], '^req-')


if __name__ == '__main__':
    checks.main()
