import { expect, test } from 'vitest';
import { printable } from '../src/terminal/banner.ts';
import { Typed } from '../src/terminal/typed.ts';

test.each([
  ['the clipboard', '\x1b]52;c;aGFybQ==\x07for the crew'],
  ['a title, ended by ST', '\x1b]0;harm\x1b\\for the crew'],
  ['a device control string', '\x1bP1$r0m\x1b\\for the crew'],
  ['an application command', '\x1b_Ga=T,f=100;AAAA\x1b\\for the crew'],
  ['eight-bit controls', '\x9d0;harm\x9c\x9b31mfor \x90q\x9cthe crew'],
  ['colours', '\x1b[1;38:2::255:0:0mfor the\x1b[0 q crew\x1b[?25l'],
  ['a character set', '\x1b(0\x1b#8for the crew\x1bc'],
  ['one of several lines', '\x1bPq#0\n#1\x1b\\for the crew'],
  ['a last one without an end', 'for the crew\x1b[3'],
  ['marks that turn the text around', 'for \u202ethe\u2069 crew\x00'],
])('a banner loses %s as a whole', (_, banner) => {
  expect(printable(banner)).toBe('for the crew');
});

test('a sequence without an end hides no other line of a banner', () => {
  expect(printable('\x1b]52;c;aGFy\nfor the crew\x1b]0;\x07')).toBe('\nfor the crew');
});

test('what is typed while a shell is coming reaches it in order', () => {
  const typed = new Typed();
  const arrived: number[] = [];
  typed.expect();
  typed.write(Uint8Array.of(1));
  typed.expect();
  typed.write(Uint8Array.of(2));

  typed.goTo((bytes) => arrived.push(...bytes));
  typed.write(Uint8Array.of(3));

  expect(arrived).toEqual([1, 2, 3]);
});

test('what is typed while no shell is coming reaches none', () => {
  const typed = new Typed();
  const arrived: number[] = [];
  typed.write(Uint8Array.of(1));
  typed.expect();
  typed.write(Uint8Array.of(2));
  typed.drop();

  typed.expect();
  typed.goTo((bytes) => arrived.push(...bytes));

  expect(arrived).toEqual([]);
});
