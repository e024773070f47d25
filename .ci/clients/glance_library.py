"""python-glanceclient as a library, version 1 of the API: what scripts and other services use."""

import hashlib
import io
import os
import tempfile

import checks
from glanceclient import Client
from glanceclient import exc

ALICE = checks.library('1', 'alice')
BOB = checks.library('1', 'bob')
BOBS_ACCOUNT = checks.account_of('bob')
CAROLS_ACCOUNT = checks.account_of('carol')
UNKNOWN = '00000000-0000-4000-8000-000000000000'


class GlanceLibrary(checks.Images):
    def create(self, **fields):
        return self.make(**{'data': None, **fields})

    def upload(self, **fields):
        return self.make(**fields)

    @staticmethod
    def bytes_of(client, image_id):
        return b''.join(client.images.data(image_id))

    def test_create_with_bytes(self):
        image = self.upload()
        self.assertEqual('active', image.status)
        self.assertEqual(len(checks.BYTES), image.size)
        self.assertEqual(hashlib.md5(checks.BYTES).hexdigest(), image.checksum)
        self.assertEqual(checks.account_of('alice'), image.owner)
        self.assertIs(image.is_public, False)
        self.assertIs(image.protected, False)

    def test_create_from_a_file(self):
        with tempfile.NamedTemporaryFile() as file:
            file.write(checks.BYTES)
            file.flush()
            with open(file.name, 'rb') as data:
                image = self.create(data=data)
        self.assertEqual('active', image.status)
        self.assertEqual(len(checks.BYTES), image.size)

    def test_create_with_all_fields(self):
        image = self.upload(min_ram=512, min_disk=3, is_public=True, protected=True,
                            properties={'os_family': 'my linux', 'swap': '2'})
        shown = ALICE.images.get(image.id)
        self.assertEqual((512, 3), (shown.min_ram, shown.min_disk))
        self.assertEqual((True, True, False), (shown.is_public, shown.protected, shown.deleted))
        self.assertEqual({'os_family': 'my linux', 'swap': '2'}, shown.properties)

    def test_create_with_an_id(self):
        image_id = '2f2e7d5e-ab1c-4c3e-9a2b-0d8c6c9f1a77'
        self.assertEqual(image_id, self.create(id=image_id).id)
        with self.assertRaises(exc.HTTPConflict):
            self.create(id=image_id)

    def test_create_from_a_location(self):
        location = checks.upload_to_swift('alice', 'files', 'by-hand.raw', checks.BYTES)
        image = self.create(location=location)
        self.assertEqual('active', image.status)
        self.assertEqual(len(checks.BYTES), image.size)
        self.assertEqual(checks.BYTES, self.bytes_of(ALICE, image.id))

    def test_reserve_and_upload_later(self):
        image = self.create(properties={'kept': 'yes'})
        self.assertEqual('queued', image.status)
        ALICE.images.update(image.id, data=io.BytesIO(checks.BYTES))
        shown = ALICE.images.get(image.id)
        self.assertEqual(('active', len(checks.BYTES)), (shown.status, shown.size))
        self.assertEqual({'kept': 'yes'}, shown.properties)

    def test_show(self):
        image = self.upload()
        shown = ALICE.images.get(image.id)
        for field in ('id', 'name', 'status', 'size', 'checksum', 'owner', 'disk_format', 'container_format',
                      'is_public', 'protected', 'deleted', 'min_ram', 'min_disk', 'created_at', 'updated_at'):
            self.assertEqual(getattr(image, field), getattr(shown, field), field)

    def test_list_and_find_by_name(self):
        image = self.upload(name=checks.fresh('Ünï/x:y%z + more'))
        self.assertIn(image.id, [one.id for one in ALICE.images.list()])
        found = list(ALICE.images.list(filters={'name': image.name}))
        self.assertEqual([(image.id, image.name)], [(one.id, one.name) for one in found])
        self.assertEqual([], list(BOB.images.list(filters={'name': image.name})))

    def test_list_by_other_filters(self):
        image = self.upload(disk_format='qcow2', properties={'distribution': 'arch & more'})
        for filters in ({'disk_format': 'qcow2'}, {'container_format': 'bare'}, {'status': 'active'},
                        {'size_min': len(checks.BYTES), 'size_max': len(checks.BYTES)},
                        {'properties': {'distribution': 'arch & more'}}, {'changes-since': image.created_at[:10]}):
            self.assertIn(image.id, [one.id for one in ALICE.images.list(filters=dict(filters))], filters)
        for filters in ({'disk_format': 'iso'}, {'status': 'queued'}, {'size_min': len(checks.BYTES) + 1},
                        {'properties': {'distribution': 'arch'}}, {'changes-since': '2100-01-01'}):
            self.assertNotIn(image.id, [one.id for one in ALICE.images.list(filters=dict(filters))], filters)

    def test_list_of_several_pages(self):
        name = checks.fresh('page')
        made = {self.create(name=name).id for _ in range(7)}
        for page_size in (1, 3, 7, 20):
            listed = [one.id for one in ALICE.images.list(page_size=page_size, filters={'name': name})]
            self.assertEqual((7, made), (len(listed), set(listed)))
        self.assertEqual(5, len(list(ALICE.images.list(page_size=2, limit=5, filters={'name': name}))))

    def test_list_in_order(self):
        made = [self.create(name=f'order {number}').id for number in range(3)]
        for key in ('name', 'created_at'):
            for direction, expected in (('asc', made), ('desc', made[::-1])):
                listed = [one.id for one in ALICE.images.list(sort_key=key, sort_dir=direction)]
                self.assertEqual(expected, [one for one in listed if one in made], (key, direction))

    def test_list_by_owner(self):
        image = self.create(is_public=True)
        self.assertIn(image.id, [one.id for one in BOB.images.list(owner=image.owner)])
        self.assertNotIn(image.id, [one.id for one in BOB.images.list(owner=BOBS_ACCOUNT)])

    def test_download(self):
        image = self.upload()
        data = ALICE.images.data(image.id)
        self.assertEqual(len(checks.BYTES), len(data))
        self.assertEqual(checks.BYTES, b''.join(data))  # compared with the checksum on its way

    def test_download_of_an_empty_image(self):
        image = self.create(data=io.BytesIO(b''))
        self.assertEqual(('active', 0), (image.status, image.size))
        self.assertEqual(b'', self.bytes_of(ALICE, image.id))

    def test_update(self):
        image = self.upload(properties={'a': '1', 'b': '2'})
        renamed = ALICE.images.update(image.id, name='Über', properties={'b': '3', 'c': 'x y'})
        self.assertEqual('Über', renamed.name)
        self.assertEqual({'a': '1', 'b': '3', 'c': 'x y'}, renamed.properties)
        self.assertGreater(renamed.updated_at, image.updated_at)
        self.assertEqual(image.checksum, ALICE.images.get(image.id).checksum)

    def test_update_of_properties_alone(self):
        image = self.upload(properties={'a': '1', 'b': '2'})
        self.assertEqual({'c': '3'}, ALICE.images.update(image.id, purge_props=True, properties={'c': '3'}).properties)
        self.assertEqual({}, ALICE.images.update(image.id, purge_props=True).properties)

    def test_update_through_the_image(self):
        image = ALICE.images.get(self.upload().id)
        image.update(name='renamed', min_ram=64)
        self.assertEqual(('renamed', 64), (ALICE.images.get(image.id).name, ALICE.images.get(image.id).min_ram))

    def test_publish_and_unpublish(self):
        image = self.upload()
        ALICE.images.update(image.id, is_public=True)
        self.assertEqual(checks.BYTES, self.bytes_of(BOB, image.id))
        ALICE.images.update(image.id, is_public=False)
        with self.assertRaises(exc.HTTPNotFound):
            self.bytes_of(BOB, image.id)

    def test_delete(self):
        image = self.upload()
        ALICE.images.delete(image.id)
        for again in (ALICE.images.get, ALICE.images.delete, ALICE.images.data):
            with self.assertRaises(exc.HTTPNotFound):
                again(image.id)
        self.assertNotIn(image.id, [one.id for one in ALICE.images.list()])

    def test_delete_through_the_image(self):
        image = self.create()
        image.delete()
        with self.assertRaises(exc.HTTPNotFound):
            ALICE.images.get(image.id)

    def test_delete_of_what_is_protected(self):
        image = self.upload(protected=True)
        with self.assertRaises(exc.HTTPForbidden) as refused:
            ALICE.images.delete(image.id)
        self.assertIn('protected', str(refused.exception))
        ALICE.images.update(image.id, protected=False)
        ALICE.images.delete(image.id)

    def test_members(self):
        image = self.upload()
        with self.assertRaises(exc.HTTPNotFound):
            self.bytes_of(BOB, image.id)
        ALICE.image_members.create(image.id, BOBS_ACCOUNT)
        self.assertEqual([(BOBS_ACCOUNT, False)],
                         [(one.member_id, one.can_share) for one in ALICE.image_members.list(image=image.id)])
        self.assertEqual(checks.BYTES, self.bytes_of(BOB, image.id))
        self.assertIn(image.id, [one.id for one in BOB.images.list()])
        self.assertIn(image.id, [one.image_id for one in BOB.image_members.list(member=BOBS_ACCOUNT)])
        ALICE.image_members.delete(image.id, BOBS_ACCOUNT)
        self.assertEqual([], ALICE.image_members.list(image=image.id))
        with self.assertRaises(exc.HTTPNotFound):
            self.bytes_of(BOB, image.id)

    def test_shared_images_as_their_owner_sees_them(self):
        image = self.upload()
        ALICE.image_members.create(image.id, BOBS_ACCOUNT)
        self.assertIn(image.id, [one.image_id for one in ALICE.image_members.list(member=BOBS_ACCOUNT)])

    def test_members_that_share(self):
        image = self.upload()
        ALICE.image_members.create(image.id, BOBS_ACCOUNT, can_share=True)
        self.assertEqual([True], [one.can_share for one in ALICE.image_members.list(image=image.id)])

    def test_members_replaced(self):
        image = self.upload()
        ALICE.image_members.create(image.id, BOBS_ACCOUNT)
        ALICE.image_members.replace(image.id, [{'member_id': CAROLS_ACCOUNT, 'can_share': False}])
        self.assertEqual([CAROLS_ACCOUNT], [one.member_id for one in ALICE.image_members.list(image=image.id)])
        ALICE.image_members.replace(image.id, [])
        self.assertEqual([], ALICE.image_members.list(image=image.id))

    def test_one_member(self):
        # It asks for what no Glance ever answered, and takes any refusal for "none".
        image = self.upload()
        ALICE.image_members.create(image.id, BOBS_ACCOUNT)
        self.assertEqual([], ALICE.image_members.list(image=image.id, member=BOBS_ACCOUNT))

    def test_not_found(self):
        for ask in (ALICE.images.get, ALICE.images.delete, ALICE.images.data, ALICE.images.update,
                    lambda image: ALICE.image_members.list(image=image),
                    lambda image: ALICE.image_members.create(image, BOBS_ACCOUNT)):
            with self.assertRaises(exc.HTTPNotFound):
                ask(UNKNOWN)
        with self.assertRaises(exc.HTTPNotFound) as refused:
            ALICE.images.data(UNKNOWN)
        self.assertEqual('HTTP there is no such image', str(refused.exception))

    def test_forbidden(self):
        image = self.upload(is_public=True)
        for ask in (BOB.images.delete, BOB.images.update):
            with self.assertRaises(exc.HTTPForbidden) as refused:
                ask(image.id)
            self.assertGreater(len(str(refused.exception)), len('HTTP HTTPForbidden'))

    def test_what_is_anothers_is_not_found(self):
        image = self.upload()
        for ask in (BOB.images.get, BOB.images.data, BOB.images.delete, BOB.images.update):
            with self.assertRaises(exc.HTTPNotFound):
                ask(image.id)

    def test_malformed(self):
        with self.assertRaises(exc.HTTPBadRequest) as refused:
            self.create(disk_format='floppy')
        self.assertIn('disk-format', str(refused.exception))
        with self.assertRaises(exc.HTTPBadRequest):
            self.upload(checksum='0' * 32)
        with self.assertRaises(exc.HTTPBadRequest):
            list(ALICE.images.list(marker=UNKNOWN))

    def test_bytes_twice(self):
        image = self.upload()
        with self.assertRaises(exc.HTTPConflict):
            ALICE.images.update(image.id, data=io.BytesIO(checks.BYTES))

    def test_no_good_token(self):
        with self.assertRaises(exc.HTTPUnauthorized) as refused:
            list(Client('1', checks.REGISTRY, token='nobodys').images.list())
        self.assertIn('X-Auth-Token', str(refused.exception))

    def test_endpoint_and_token_without_a_catalogue(self):
        image = self.upload(name=checks.fresh('Ünï'))
        token = checks.session_of('alice').get_token()
        for endpoint in (checks.REGISTRY, checks.REGISTRY + '/', checks.REGISTRY + '/v1'):
            client = Client('1', endpoint, token=token)
            self.assertEqual(image.checksum, client.images.get(image.id).checksum)
            self.assertEqual(checks.BYTES, self.bytes_of(client, image.id))
            self.assertIn(image.id, [one.id for one in client.images.list()])
            self.assertEqual('renamed', client.images.update(image.id, name='renamed').name)
        Client('1', checks.REGISTRY, token=token).images.delete(image.id)
        with self.assertRaises(exc.HTTPNotFound):
            ALICE.images.get(image.id)

    def test_versions(self):
        versions = ALICE.versions.list()
        self.assertLessEqual({'v1.0', 'v1.1'}, {version['id'] for version in versions})

    def test_request_ids(self):
        ids = []
        image = self.create(return_req_id=ids)
        ALICE.images.get(image.id, return_req_id=ids)
        ALICE.images.update(image.id, return_req_id=ids)
        list(ALICE.images.list(return_req_id=ids))
        ALICE.images.delete(image.id, return_req_id=ids)
        self.assertGreaterEqual(len(ids), 5)
        for one in ids:
            self.assertRegex(one, '^req-')


if __name__ == '__main__':
    checks.main()
