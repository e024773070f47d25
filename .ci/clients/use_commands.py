"""
What people are told to type to make use of an image, typed as it stands. Of Nova there is as much as the command needs
that starts a server: what it is asked for is compared. Terraform and its provider are in no registry of Debian's; that
what they are told is their language, and the image that is meant, is all that is looked at.
"""

import http.server
import json
import os
import shlex
import tempfile
import threading
import urllib.parse

import checks
import hcl
from checks import BYTES

FLAVOR = {'id': '1', 'name': 'tiny', 'ram': 512, 'disk': 1, 'vcpus': 1, 'swap': '', 'rxtx_factor': 1.0,
          'OS-FLV-EXT-DATA:ephemeral': 0, 'OS-FLV-DISABLED:disabled': False, 'os-flavor-access:is_public': True}
SERVER = '5e54e500-0000-4000-8000-000000000001'


class Compute(http.server.BaseHTTPRequestHandler):
    """Knows one flavor, and keeps what servers it is asked for."""

    asked = []

    def answer(self, status, body):
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        if path == f'/v2.1/flavors/{FLAVOR["id"]}':
            self.answer(200, {'flavor': FLAVOR})
        elif path in ('/v2.1/flavors', '/v2.1/flavors/detail'):
            self.answer(200, {'flavors': [FLAVOR]})
        elif path == f'/v2.1/servers/{SERVER}' and self.asked:
            asked = self.asked[-1]
            self.answer(200, {'server': {
                'id': SERVER, 'name': asked['name'], 'status': 'BUILD', 'addresses': {}, 'metadata': {},
                'image': {'id': asked['imageRef']}, 'flavor': {'id': asked['flavorRef']}}})
        else:
            self.answer(404, {'itemNotFound': {'code': 404, 'message': 'not here'}})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
        if urllib.parse.urlsplit(self.path).path != '/v2.1/servers' or not self.headers.get('X-Auth-Token'):
            self.answer(404, {'itemNotFound': {'code': 404, 'message': 'not here'}})
            return
        self.asked.append(body['server'])
        self.answer(202, {'server': {'id': SERVER, 'links': [], 'adminPass': 'x', 'OS-DCF:diskConfig': 'MANUAL'}})

    def log_message(self, *arguments):
        pass


class UseCommands(checks.ImagesV2):
    @classmethod
    def setUpClass(cls):
        place = urllib.parse.urlsplit(os.environ['COMPUTE'])
        server = http.server.ThreadingHTTPServer((place.hostname, place.port), Compute)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.shutdown)

    def setUp(self):
        self.image = self.make()
        shown = checks.session_of('alice').get(f'{checks.REGISTRY}/catalogue/v1/images/{self.image.id}').json()
        self.commands = {one['tool']: one['commands'] for one in shown['use']}

    def type(self, command, **environment):
        done = checks.run('/usr/bin/env', *(f'{name}={value}' for name, value in environment.items()),
                          '/bin/sh', '-c', command)
        self.assertEqual(0, done.status, done.errors)
        return done

    def test_all_are_tried(self):
        self.assertEqual({'openstack', 'curl', 'terraform'}, set(self.commands))

    def test_openstack_starts_a_server(self):
        name = checks.fresh('server')
        self.type(self.commands['openstack'].replace('FLAVOR', FLAVOR['name']).replace('NAME', shlex.quote(name)))
        asked = Compute.asked[-1]
        self.assertEqual((self.image.id, FLAVOR['id'], name), (asked['imageRef'], asked['flavorRef'], asked['name']))

    def test_curl_fetches_the_bytes(self):
        with tempfile.TemporaryDirectory() as folder:
            self.type(f'cd {shlex.quote(folder)} && {self.commands["curl"]}',
                      TOKEN=checks.session_of('alice').get_token())
            with open(os.path.join(folder, f'{self.image.id}.img'), 'rb') as file:
                self.assertEqual(BYTES, file.read())

    def test_terraform_means_the_image(self):
        said = hcl.loads(self.commands['terraform'])
        self.assertEqual({'data': {'openstack_images_image_v2': {'image': {'image_id': self.image.id}}}}, said)


if __name__ == '__main__':
    checks.main()
