#include "sim/silhouettes.h"

#include <array>

#include "sim/chance.h"

namespace shipvote::sim {
namespace {

// Everything stands on the waterline at y = 92; the bow is at the right.
constexpr int deck = 80;

std::string_view tint(std::string_view nation) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 13> tints = {{
      {"usa", "#4a6285"},
      {"japan", "#8a5560"},
      {"germany", "#5d6470"},
      {"uk", "#4f6b7d"},
      {"ussr", "#8a5a4e"},
      {"france", "#4d68a0"},
      {"italy", "#4d7d66"},
      {"pan_asia", "#917546"},
      {"europe", "#4b7893"},
      {"pan_america", "#53805a"},
      {"netherlands", "#a06f45"},
      {"commonwealth", "#6a6796"},
      {"spain", "#96603f"},
  }};
  for (auto const& [code, colour] : tints) {
    if (code == nation) return colour;
  }
  return "#5b6b7a";
}

std::string block(int left, int top, int width, int height) {
  return "<rect x='" + std::to_string(left) + "' y='" + std::to_string(top) + "' width='" + std::to_string(width) +
         "' height='" + std::to_string(height) + "' rx='1'/>";
}

std::string shape(std::string_view points) { return "<path d='" + std::string(points) + "'/>"; }

// A gun house with its barrel; `forward` guns point to the bow.
std::string turret(int left, int base, int size, bool forward) {
  std::string drawing = block(left, base - size / 2, size, size / 2);
  int const barrel = size + size / 3;
  drawing += block(forward ? left + size - 1 : left - barrel + 1, base - size / 2 + 1, barrel, std::max(1, size / 8));
  return drawing;
}

std::string mast(int x, int top) {
  std::string drawing = block(x, top, 1, deck - top);
  return drawing + block(x - 4, top + 5, 9, 1);
}

std::string funnels(int count, int left, int gap, int top, int width) {
  std::string drawing;
  for (int index = 0; index < count; ++index) {
    int const x = left + index * gap;
    std::string path = "M" + std::to_string(x) + " " + std::to_string(deck);
    path += " l2 -" + std::to_string(deck - top) + " h" + std::to_string(width) + " l1 " + std::to_string(deck - top) +
            " z";
    drawing += shape(path);
  }
  return drawing;
}

std::string battleship(Chance& chance) {
  bool const three_forward = chance.happens(0.3);
  std::string drawing = shape("M14 82 L18 80 H196 L206 76 L198 98 H22 Z");
  drawing += turret(158, 80, 16, true) + turret(138, 74, 16, true) + block(138, 74, 16, 7);
  if (three_forward) drawing += turret(46, 80, 16, false);
  drawing += turret(28, 80, 16, false);
  drawing += block(106, 62, 26, 19) + block(112, 44, 13, 19) + block(110, 40, 17, 4) + mast(118, 22);
  drawing += funnels(chance.happens(0.5) ? 2 : 1, 74, 15, 52, 8);
  return drawing + block(62, 68, 50, 13) + mast(66, 42);
}

std::string cruiser(Chance& chance) {
  std::string drawing = shape("M12 83 L16 81 H140 L150 79 H192 L208 74 L199 97 H22 Z");
  drawing += turret(164, 80, 12, true) + turret(148, 74, 12, true) + block(148, 74, 12, 7);
  drawing += turret(44, 74, 12, false) + block(44, 74, 12, 8) + turret(28, 81, 12, false);
  drawing += block(118, 62, 20, 19) + block(122, 52, 11, 11) + mast(127, 28);
  drawing += funnels(chance.happens(0.6) ? 2 : 1, 78, 19, 54, 8);
  return drawing + block(66, 70, 54, 11) + mast(70, 46);
}

std::string destroyer(Chance& chance) {
  std::string drawing = shape("M18 86 L20 84 H140 L144 79 H186 L202 75 L193 97 H26 Z");
  drawing += turret(164, 79, 9, true) + turret(152, 75, 9, true) + block(152, 75, 9, 5);
  drawing += turret(42, 79, 9, false) + block(42, 79, 9, 6) + turret(28, 84, 9, false);
  drawing += block(130, 66, 15, 19) + block(133, 60, 8, 7) + mast(130, 38);
  drawing += funnels(chance.happens(0.5) ? 2 : 1, 96, 17, 62, 7);
  drawing += block(90, 79, 44, 6);  // the deckhouse under the funnels
  return drawing + block(70, 79, 14, 3) + block(75, 82, 4, 3) + block(56, 72, 8, 13);
}

std::string carrier(Chance& chance) {
  std::string drawing = shape("M10 70 H206 L204 74 H196 L190 98 H26 L18 74 H10 Z");
  int const island = chance.happens(0.5) ? 116 : 104;
  drawing += block(island, 52, 24, 19) + block(island + 4, 44, 14, 9) + mast(island + 12, 26);
  drawing += shape("M" + std::to_string(island - 14) + " 70 l3 -16 h9 l1 16 z");
  for (int plane = 0; plane < 4; ++plane) {
    int const x = 34 + plane * 15;
    drawing += shape("M" + std::to_string(x) + " 70 l4 -4 l7 0 l2 -3 l1 0 l0 7 z");
  }
  return drawing;
}

std::string submarine(Chance& chance) {
  std::string drawing = shape("M18 90 Q24 84 52 83 H172 Q194 83 204 90 Q194 97 172 98 H52 Q28 98 18 90 Z");
  int const tower = chance.happens(0.5) ? 104 : 112;
  drawing += shape("M" + std::to_string(tower - 14) + " 84 l5 -15 h22 l7 15 z");
  drawing += block(tower, 54, 1, 16) + block(tower + 6, 48, 1, 22) + block(tower + 4, 48, 5, 2);
  drawing += turret(150, 83, 6, true);
  return drawing + shape("M22 90 L14 82 L22 82 L30 88 Z");
}

}  // namespace

std::string silhouette(std::string_view type, std::string_view nation, std::uint64_t variation) {
  Chance chance(variation, "silhouette");
  std::string ship;
  if (type == "Battleship") {
    ship = battleship(chance);
  } else if (type == "Destroyer") {
    ship = destroyer(chance);
  } else if (type == "AirCarrier") {
    ship = carrier(chance);
  } else if (type == "Submarine") {
    ship = submarine(chance);
  } else {
    ship = cruiser(chance);
  }
  std::string drawing = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 214 126' width='214' height='126'>";
  drawing.append("<g fill='").append(tint(nation)).append("'>").append(ship).append("</g>");
  drawing +=
      "<path d='M0 93 q13 -4 26.75 0 t26.75 0 t26.75 0 t26.75 0 t26.75 0 t26.75 0 t26.75 0 t26.75 0 V108 H0 Z' "
      "fill='#7fa6bd' fill-opacity='.55'/>";
  drawing +=
      "<path d='M8 101 q12 -3 24 0 t24 0 t24 0 t24 0 t24 0 t24 0 t24 0 t22 0' fill='none' stroke='#cfe2ec' "
      "stroke-opacity='.6' stroke-width='1.2'/>";
  return drawing + "</svg>";
}

}  // namespace shipvote::sim
