/** A file of the draft is kept a moment after each change in its editor. */

const PAUSE = 600;

export class Saving {
  /** `write()` gives what the file is now. */
  constructor(files, path, write) {
    Object.assign(this, { files, path, write, changed: false });
  }

  /** Something has changed. */
  touch() {
    this.changed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), PAUSE);
  }

  /** Keep what has changed now. */
  async now() {
    clearTimeout(this.timer);
    if (this.changed) {
      this.changed = false;
      await this.files.keep(this.path, await this.write());
    }
  }
}
