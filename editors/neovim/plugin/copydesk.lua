-- Starts the server for Markdown, completes as one types, and adds the commands. Set to false before loading,
-- `vim.g.copydesk_enabled` keeps the server off, and `vim.g.copydesk_completion` leaves completion to others.

if vim.g.loaded_copydesk then
  return
end
vim.g.loaded_copydesk = true

local copydesk = require('copydesk')

local function command(name, action, about)
  vim.api.nvim_create_user_command(name, action, { desc = about })
end

command('CopydeskFixAll', copydesk.fix_all, 'Apply every safe fix in this file')
command('CopydeskFormat', copydesk.format, 'Bring the citations of this file to house form')
command('CopydeskExplain', copydesk.explain, 'Show the page of the rule that speaks at the cursor')
command('CopydeskRestart', copydesk.restart, 'Start the server anew')
command('CopydeskLog', copydesk.log, 'Open the log of language servers')

if vim.g.copydesk_completion ~= false then
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('copydesk', {}),
    desc = 'Complete sources, dates and names as one types',
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == 'copydesk' then
        copydesk.complete(client.id, event.buf)
      end
    end,
  })
end

if vim.g.copydesk_enabled ~= false then
  if vim.lsp.enable then
    vim.lsp.enable('copydesk')
  else
    vim.notify('copydesk needs Neovim 0.11 or later; :checkhealth copydesk says more', vim.log.levels.WARN)
  end
end
