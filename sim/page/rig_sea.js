// The moving picture behind the overlay: a sea with ships, drawn here, so that nothing is loaded from anywhere. At most
// 30 pictures a second, none while the page is hidden, and one that stands still for those who want no motion.

const SCENES = {
  dusk: {
    sky: ['#0d2036', '#2b4a66', '#c98b5e'],
    sun: 'rgb(255 205 140 / 0.9)',
    glow: 'rgb(255 190 120 / 0.35)',
    waves: ['#2d5068', '#234459', '#1a374a', '#112a3b', '#0b1f2d'],
    hull: '#0e1c29',
    foam: 'rgb(255 255 255 / 0.10)',
  },
  noon: {
    sky: ['#8fc7f2', '#c4e4fa', '#fdfdf6'],
    sun: 'rgb(255 255 255 / 1)',
    glow: 'rgb(255 255 255 / 0.75)',
    waves: ['#b9e2ee', '#a3d8e8', '#8accdf', '#72bfd5', '#5bb0c9'],
    hull: '#5d7484',
    foam: 'rgb(255 255 255 / 0.7)',
  },
};
const FRAME_MS = 1000 / 30;
const HORIZON = 0.46;

// Outlines in a box 100 wide whose water line is at 0; upwards is negative.
const BATTLESHIP =
  'M0 -6.5 L20 -6 L20.5 -8 L12 -8.8 L12 -9.6 L20.5 -10 L27 -10 L28 -7.5 L30 -7.5 L31 -11.5 L23 -12.4 L23 -13.2 L31 -13.6 L37 -13.4 L38 -9 L40 -9 L41 -17 L43 -17 L43 -20 L44.5 -20 L45 -24 L46 -24 L46.4 -28 L46.8 -24 L49 -24 L49.5 -20 L51 -20 L51.5 -15 L54 -15 L54 -10 L56.5 -10 L57.2 -16 L61.4 -16 L62.5 -10 L64 -10 L65 -19 L65.5 -19 L66 -9 L69 -9 L70 -11 L76 -11 L84 -11.8 L84 -11 L77 -9.6 L78 -5.6 L97 -5 L100 -5.6 L97 3 L6 3 Z';
const DESTROYER =
  'M0 -6 L18 -5 L19 -7.4 L13 -8 L13 -8.7 L19 -9 L24 -9 L25 -5 L33 -5 L34 -13 L37 -13 L38 -18 L38.6 -18 L39 -13 L41 -11 L43 -5.5 L46 -5.5 L47 -11.5 L51 -11.5 L52 -5.5 L56 -5.5 L57 -10.5 L60.5 -10.5 L61.5 -5.5 L66 -5.5 L67 -7.5 L72 -7.5 L73 -4.6 L80 -4.6 L81 -7.6 L85 -7.6 L91 -8.2 L91 -7.4 L86 -6.4 L87 -4 L99 -3.4 L97 3 L5 3 Z';

export class Sea {
  #canvas;
  #small;
  #scene = SCENES.dusk;
  #last = 0;
  #still = matchMedia('(prefers-reduced-motion: reduce)');

  constructor(canvas, small) {
    this.#canvas = canvas;
    this.#small = small;
  }

  start() {
    new ResizeObserver(() => this.#fit()).observe(this.#canvas.parentElement);
    const next = (now) => {
      if (this.#still.matches) return;
      requestAnimationFrame(next);
      if (now - this.#last < FRAME_MS) return;
      this.#last = now;
      this.#paint(now / 1000);
    };
    requestAnimationFrame(next);
    this.#still.addEventListener('change', () => requestAnimationFrame(next));
    this.#fit();
  }

  paintAs(name) {
    this.#scene = SCENES[name] ?? SCENES.dusk;
    this.#paint(this.#last / 1000);
  }

  #fit() {
    const { clientWidth, clientHeight } = this.#canvas.parentElement;
    this.#canvas.width = clientWidth;
    this.#canvas.height = clientHeight;
    this.#paint(this.#last / 1000);
  }

  #paint(seconds) {
    const { width, height } = this.#canvas;
    if (width === 0) return;
    const pen = this.#canvas.getContext('2d');
    this.#sky(pen, width, height, seconds);
    const { waves } = this.#scene;
    waves.forEach((colour, layer) => {
      if (layer === 1) this.#ship(pen, DESTROYER, { width, height, seconds, at: 0.2, size: 0.1, speed: 0.006, layer });
      if (layer === 3)
        this.#ship(pen, BATTLESHIP, { width, height, seconds, at: 0.62, size: 0.34, speed: 0.004, layer });
      this.#wave(pen, { width, height, seconds, layer, colour });
    });
    const small = this.#small;
    small.getContext('2d').drawImage(this.#canvas, 0, 0, small.width, small.height);
  }

  #sky(pen, width, height, seconds) {
    const { sky, sun, glow } = this.#scene;
    const light = pen.createLinearGradient(0, 0, 0, height * (HORIZON + 0.06));
    sky.forEach((colour, index) => light.addColorStop(index / (sky.length - 1), colour));
    pen.fillStyle = light;
    pen.fillRect(0, 0, width, height);
    const [x, y] = [width * 0.3, height * (HORIZON - 0.07)];
    const halo = pen.createRadialGradient(x, y, 0, x, y, width * 0.3);
    halo.addColorStop(0, glow);
    halo.addColorStop(1, 'rgb(255 255 255 / 0)');
    pen.fillStyle = halo;
    pen.fillRect(0, 0, width, height);
    pen.fillStyle = sun;
    pen.beginPath();
    pen.arc(x, y, width * 0.022, 0, 2 * Math.PI);
    pen.fill();
    this.#clouds(pen, width, height, seconds);
  }

  #clouds(pen, width, height, seconds) {
    pen.fillStyle = 'rgb(255 255 255 / 0.07)';
    for (let cloud = 0; cloud < 5; cloud += 1) {
      const across = ((cloud * 0.27 + seconds * 0.003 * (1 + cloud / 3)) % 1.3) - 0.15;
      const y = height * (0.08 + 0.06 * ((cloud * 7) % 5));
      pen.beginPath();
      pen.ellipse(across * width, y, width * 0.12, height * 0.014, 0, 0, 2 * Math.PI);
      pen.ellipse(across * width + width * 0.06, y + height * 0.012, width * 0.09, height * 0.01, 0, 0, 2 * Math.PI);
      pen.fill();
    }
  }

  #level(layer, height) {
    return height * (HORIZON + 0.015 + 0.1 * layer + 0.02 * layer * layer);
  }

  #wave(pen, { width, height, seconds, layer, colour }) {
    const level = this.#level(layer, height);
    const swell = height * (0.004 + 0.006 * layer);
    const at = (x) =>
      level +
      swell * Math.sin((x / width) * (26 - 4 * layer) + seconds * (0.5 + 0.12 * layer)) +
      swell * 0.5 * Math.sin((x / width) * (47 - 5 * layer) - seconds * (0.8 + 0.1 * layer) + layer);
    pen.beginPath();
    pen.moveTo(0, height);
    for (let x = 0; x <= width + 8; x += 8) pen.lineTo(x, at(x));
    pen.lineTo(width, height);
    pen.closePath();
    pen.fillStyle = colour;
    pen.fill();
    pen.strokeStyle = this.#scene.foam;
    pen.lineWidth = 1 + layer * 0.4;
    pen.beginPath();
    for (let x = 0; x <= width + 8; x += 8) pen.lineTo(x, at(x));
    pen.stroke();
  }

  #ship(pen, outline, { width, height, seconds, at, size, speed, layer }) {
    const across = ((at + seconds * speed) % (1 + 2 * size)) - size;
    const scale = (width * size) / 100;
    pen.save();
    pen.translate(across * width, this.#level(layer, height) + height * (0.004 - 0.004 * layer));
    pen.rotate(0.008 * Math.sin(seconds * 0.7 + layer));
    pen.translate(0, height * 0.004 * Math.sin(seconds * 0.9 + layer));
    pen.scale(scale, scale);
    pen.fillStyle = this.#scene.hull;
    pen.fill(new Path2D(outline));
    pen.restore();
  }
}
