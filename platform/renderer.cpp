#include "platform/renderer.h"

#include <GLES2/gl2.h>
#include <imgui.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <string>

namespace smilepost::platform {

namespace {

// Texels are premultiplied: a scaled picture gets no dark rim, and one program serves masks too.
constexpr const char* vertex_source = R"(
  uniform mat4 projection;
  attribute vec2 position;
  attribute vec2 uv;
  attribute vec4 colour;
  varying vec2 v_uv;
  varying vec4 v_colour;
  void main() {
    v_uv = uv;
    v_colour = vec4(colour.rgb * colour.a, colour.a);
    gl_Position = projection * vec4(position, 0.0, 1.0);
  })";
constexpr const char* fragment_source = R"(
  #ifdef GL_FRAGMENT_PRECISION_HIGH
  precision highp float;
  #else
  precision mediump float;
  #endif
  uniform sampler2D texels;
  varying vec2 v_uv;
  varying vec4 v_colour;
  void main() { gl_FragColor = v_colour * texture2D(texels, v_uv); })";

enum Attribute : GLuint { position, uv, colour };

// Upright pixels (y down) to clip space, the picture turned clockwise by quarter turns. Column
// major.
std::array<float, 16> projection(const ImVec2& pos, const ImVec2& size, int quarter_turns) {
  // Clip space of the unturned picture is x = 2u − 1, y = 1 − 2v; a clockwise quarter turn takes
  // (x, y) to (y, −x).
  float xu = 2 / size.x, xv = 0, x1 = -1 - pos.x * xu;
  float yu = 0, yv = -2 / size.y, y1 = 1 - pos.y * yv;
  for (int turn = 0; turn < quarter_turns; ++turn) {
    std::swap(xu, yu), std::swap(xv, yv), std::swap(x1, y1);
    yu = -yu, yv = -yv, y1 = -y1;
  }
  return {xu, yu, 0, 0, xv, yv, 0, 0, 0, 0, -1, 0, x1, y1, 0, 1};
}

struct Box {
  float left, top, right, bottom;
};

// A rectangle of the upright picture, on the framebuffer (y down).
Box turned(const Box& box, float width, float height, int quarter_turns) {
  switch (quarter_turns) {
    case 1:
      return {width - box.bottom, box.left, width - box.top, box.right};
    case 2:
      return {width - box.right, height - box.bottom, width - box.left, height - box.top};
    case 3:
      return {box.top, height - box.right, box.bottom, height - box.left};
    default:
      return box;
  }
}

Result<GLuint> compiled(GLenum kind, const char* source) {
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  GLint good = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  if (good != 0) return shader;
  std::array<char, 512> reason{};
  glGetShaderInfoLog(shader, GLsizei(reason.size()), nullptr, reason.data());
  glDeleteShader(shader);
  return Error{std::string("the graphics driver refuses a shader (") + reason.data() +
               "): install a driver with OpenGL ES 2"};
}

Result<GLuint> linked_program() {
  const auto vertex = compiled(GL_VERTEX_SHADER, vertex_source);
  if (!vertex) return vertex.error();
  const auto fragment = compiled(GL_FRAGMENT_SHADER, fragment_source);
  if (!fragment) return fragment.error();
  const GLuint program = glCreateProgram();
  glAttachShader(program, *vertex);
  glAttachShader(program, *fragment);
  glBindAttribLocation(program, position, "position");
  glBindAttribLocation(program, uv, "uv");
  glBindAttribLocation(program, colour, "colour");
  glLinkProgram(program);
  glDeleteShader(*vertex);
  glDeleteShader(*fragment);
  GLint good = 0;
  glGetProgramiv(program, GL_LINK_STATUS, &good);
  if (good != 0) return program;
  glDeleteProgram(program);
  return Error{"the graphics driver cannot link a shader: install a driver with OpenGL ES 2"};
}

const void* at_offset(std::size_t bytes) {
  return reinterpret_cast<const void*>(bytes);  // NOLINT(performance-no-int-to-ptr): GL's way
}

GLuint texture_name(ImTextureID id) {
  return GLuint(reinterpret_cast<std::uintptr_t>(id));
}

}  // namespace

class Renderer::Impl {
 public:
  explicit Impl(GLuint linked) : program_(linked) {
    projection_ = glGetUniformLocation(program_, "projection");
    texels_ = glGetUniformLocation(program_, "texels");
    glGenBuffers(1, &vertices_);
    glGenBuffers(1, &indices_);
    make_imgui_texture();
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    glDeleteBuffers(1, &vertices_);
    glDeleteBuffers(1, &indices_);
    glDeleteProgram(program_);
  }

  void draw(const ImDrawData& data, const ImVec2& target, int quarter_turns,
            const ImVec4& background) {
    clear(target, background);
    set_state(data, quarter_turns);
    for (int i = 0; i < data.CmdListsCount; ++i) {
      const ImDrawList& list = *data.CmdLists[i];
      upload(list);
      for (const ImDrawCmd& command : list.CmdBuffer) {
        if (command.UserCallback == nullptr) {
          draw_command(command, data, target, quarter_turns);
        } else if (command.UserCallback == ImDrawCallback_ResetRenderState) {
          set_state(data, quarter_turns);
        } else {
          command.UserCallback(&list, &command);
        }
      }
    }
    glDisable(GL_SCISSOR_TEST);
  }

 private:
  void make_imgui_texture() {
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    ImFontAtlas& fonts = *ImGui::GetIO().Fonts;
    fonts.GetTexDataAsRGBA32(&pixels, &width, &height);
    imgui_texture_ = std::make_unique<Texture>(width, height, Texture::Format::rgba, pixels);
    fonts.SetTexID(imgui_texture_->id());
    fonts.ClearTexData();
  }

  static void clear(const ImVec2& target, const ImVec4& background) {
    glViewport(0, 0, GLsizei(target.x), GLsizei(target.y));
    glDisable(GL_SCISSOR_TEST);
    glClearColor(background.x, background.y, background.z, background.w);
    glClear(GL_COLOR_BUFFER_BIT);
  }

  void set_state(const ImDrawData& data, int quarter_turns) const {
    glEnable(GL_SCISSOR_TEST);
    glEnable(GL_BLEND);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glDisable(GL_CULL_FACE);
    glDisable(GL_DITHER);
    glUseProgram(program_);
    glActiveTexture(GL_TEXTURE0);
    glUniform1i(texels_, 0);
    const auto matrix = projection(data.DisplayPos, data.DisplaySize, quarter_turns);
    glUniformMatrix4fv(projection_, 1, GL_FALSE, matrix.data());
  }

  void upload(const ImDrawList& list) const {
    glBindBuffer(GL_ARRAY_BUFFER, vertices_);
    glBufferData(GL_ARRAY_BUFFER, list.VtxBuffer.size_in_bytes(), list.VtxBuffer.Data,
                 GL_STREAM_DRAW);
    glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER, list.IdxBuffer.size_in_bytes(), list.IdxBuffer.Data,
                 GL_STREAM_DRAW);
  }

  static void draw_command(const ImDrawCmd& command, const ImDrawData& data, const ImVec2& target,
                           int quarter_turns) {
    const Box clip =
        turned({command.ClipRect.x - data.DisplayPos.x, command.ClipRect.y - data.DisplayPos.y,
                command.ClipRect.z - data.DisplayPos.x, command.ClipRect.w - data.DisplayPos.y},
               target.x, target.y, quarter_turns);
    const auto left = GLint(std::floor(std::max(clip.left, 0.0F)));
    const auto top = GLint(std::floor(std::max(clip.top, 0.0F)));
    const auto right = GLint(std::ceil(std::min(clip.right, target.x)));
    const auto bottom = GLint(std::ceil(std::min(clip.bottom, target.y)));
    if (right <= left || bottom <= top || command.ElemCount == 0) return;
    glScissor(left, GLint(target.y) - bottom, right - left, bottom - top);
    glBindTexture(GL_TEXTURE_2D, texture_name(command.GetTexID()));
    point_attributes(command.VtxOffset);
    glDrawElements(GL_TRIANGLES, GLsizei(command.ElemCount), GL_UNSIGNED_SHORT,
                   at_offset(command.IdxOffset * sizeof(ImDrawIdx)));
  }

  // ES 2 has no base vertex: the offset goes into the pointers.
  static void point_attributes(std::size_t first_vertex) {
    const std::size_t base = first_vertex * sizeof(ImDrawVert);
    const auto point = [&](GLuint index, GLint size, GLenum type, GLboolean norm, std::size_t at) {
      glEnableVertexAttribArray(index);
      glVertexAttribPointer(index, size, type, norm, sizeof(ImDrawVert), at_offset(base + at));
    };
    point(position, 2, GL_FLOAT, GL_FALSE, offsetof(ImDrawVert, pos));
    point(uv, 2, GL_FLOAT, GL_FALSE, offsetof(ImDrawVert, uv));
    point(colour, 4, GL_UNSIGNED_BYTE, GL_TRUE, offsetof(ImDrawVert, col));
  }

  GLuint program_, vertices_ = 0, indices_ = 0;
  GLint projection_ = -1, texels_ = -1;
  std::unique_ptr<Texture> imgui_texture_;
};

Renderer::Renderer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Renderer::~Renderer() = default;

Result<std::unique_ptr<Renderer>> Renderer::open() {
  static_assert(sizeof(ImDrawIdx) == sizeof(GLushort));
  assert(ImGui::GetCurrentContext() != nullptr);
  const auto program = linked_program();
  if (!program) return program.error();
  ImGui::GetIO().BackendRendererName = "Smilepost ES 2";
  ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  return std::unique_ptr<Renderer>(new Renderer(std::make_unique<Impl>(*program)));
}

void Renderer::draw(const ImDrawData& data, int width, int height, int quarter_turns,
                    const ImVec4& background) {
  impl_->draw(data, {float(width), float(height)}, quarter_turns & 3, background);
}

}  // namespace smilepost::platform
