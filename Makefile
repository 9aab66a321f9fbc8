# The project's commands. `make run` and `make test` set up what they need on a machine that has none of it.
.PHONY: run setup test check check-demos bench hostile test-wheel wheels image vm-test vm-test-long vm-test-image vm-test-newcomer pictures lock clean

run: setup
	@.venv/bin/xlab up $(ARGS)

setup:
	@deploy/setup.sh run

test:
	@deploy/setup.sh test
	@echo "The installed kit, with the real kernel and radio service, is tried by: make vm-test"
	@.venv/bin/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check:
	@deploy/setup.sh test
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

# Each bundled demo on every panel in every language, with a contact sheet: a few minutes.
check-demos:
	@deploy/setup.sh test
	@mkdir -p build
	@status=0; for demo in demos/xlab_demo_*; do \
		.venv/bin/xlab demo check --all --sheet build/$$(basename $$demo).png $$demo || status=1; done; exit $$status

bench:
	@deploy/setup.sh bench
	@.venv/bin/python -m tests.benchmarks

# Every hostile demo in the real kiosk, and a table of what came of it. ARGS=--bare: as on a machine without the sandbox.
hostile:
	@deploy/setup.sh test
	@.venv/bin/python -m tests.hostile $(ARGS)

# What a wheel can lack, tried from the built wheel in an empty environment.
test-wheel:
	@deploy/setup.sh test
	@deploy/test-wheel.sh

# Whether every locked package has a wheel for the Python of a Raspberry Pi, and of a PC: fetched, with its hash.
wheels:
	@deploy/setup.sh test
	@for arch in aarch64 x86_64; do .venv/bin/python deploy/wheels.py --arch $$arch build/wheels-$$arch || exit 1; done

# The installed kit on a machine of its own, from outside: real kernel, systemd, DRM and BlueZ, emulated, in under ten minutes.
# ARGS names scenarios, or --pictures: takes the pictures of deploy/README.md.
vm-test:
	@deploy/setup.sh vm
	@.venv/bin/python -m tests.vm $(ARGS)

# All of that, with thirty pulls of the plug: hours.
vm-test-long:
	@deploy/setup.sh vm
	@.venv/bin/python -m tests.vm --long $(ARGS)

# The first day of a card with the image for a PC, which `make image ARCH=x86_64` made.
vm-test-image:
	@deploy/setup.sh vm
	@.venv/bin/python -m tests.vm.card

# The way from a stick to a kit as deploy/README.md tells it, on a plain Debian without a network.
vm-test-newcomer:
	@deploy/setup.sh vm
	@.venv/bin/python -m tests.vm.newcomer

# An image for a card or stick, in build/: ARCH=aarch64 is a Raspberry Pi, x86_64 a PC. Then it is looked at.
image:
	@deploy/setup.sh image
	@.venv/bin/python -m deploy.image --arch $(ARCH)
	@.venv/bin/python -m deploy.image.looking build/image-$(ARCH).img

# Take the pictures of the README from the running program.
pictures:
	@deploy/setup.sh test
	@.venv/bin/python -m tests.readme_pictures

# Renew the locks: with hashes, for every Linux machine the kit runs on, without any address.
lock:
	@deploy/lock.sh

clean:
	rm -rf .venv .state node_modules dist build xlab/look/fonts xlab/dashboard/vendor
